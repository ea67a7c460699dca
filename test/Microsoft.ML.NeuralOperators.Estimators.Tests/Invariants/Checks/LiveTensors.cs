using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Every epoch ends with as many tensors as the one before, and Fit leaves none behind.</summary>
internal static class LiveTensors
{
    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        var counts = new List<long>();
        OperatorTrainerOptions options = test.Quick();
        (options.Epochs, options.Workers) = (6, 2);
        options.Progress = progress =>
        {
            if (progress.EndsEpoch) counts.Add(torch.Tensor.TotalCount);
        };
        IDataView rows = test.Training(mlContext);
        // What earlier tests left to the garbage collector must not go away while this one counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        test.Create(mlContext, options).Fit(rows).Dispose();
        long after = torch.Tensor.TotalCount;
        // The first epoch may make tables that last.
        InvariantException.Require(counts.Skip(1).Distinct().Count() == 1, $"The epochs end with {string.Join(", ", counts)} live tensors");
        InvariantException.Require(after == before, $"{before} tensors live before Fit, {after} after it");
    }
}
