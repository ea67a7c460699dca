namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>A small model, trained once for all tests of a class.</summary>
public sealed class TrainedModel : IAsyncLifetime
{
    internal TemporaryFolder Folder { get; } = new();

    public async ValueTask InitializeAsync()
        => (await ToolRun.Of(["train", Folder.Waves(), .. Folder.SmallFno(), "--epochs", "1"])).Succeeded();

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
