using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>Healthy while the newest file runs, degraded while an older one does.</summary>
internal sealed class ServedOperatorHealthCheck(ServedOperator served) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context,
        CancellationToken cancellationToken = default)
        => Task.FromResult(served.ReloadFault is { } fault
            ? HealthCheckResult.Degraded($"'{served.Name}' runs an older file, since the new one is not taken: {fault}")
            : HealthCheckResult.Healthy($"'{served.Name}' runs on {served.ExecutionProvider}."));
}
