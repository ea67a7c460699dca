using Microsoft.Extensions.Hosting;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>
/// Opens a model when the program starts, so that a missing file ends the start and the first request does not wait.
/// </summary>
internal sealed class ServedOperatorStartup(Func<ServedOperator> open) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(open, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
