using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tests;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Every epoch ends with as many tensors as the one before, and Fit leaves none behind.</summary>
internal static class LiveTensors
{
    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        var counts = new List<long>();
        TrainingOptions training = test.Quick with
        {
            Epochs = 6,
            Workers = 2,
            Progress = progress =>
            {
                if (progress.EndsEpoch) counts.Add(LiveTensorCount.Now);
            },
        };
        IDataView rows = test.Data(mlContext);
        long before = LiveTensorCount.AfterCollection();
        test.Create(mlContext, training).Fit(rows).Dispose();
        long after = LiveTensorCount.Now;
        // The first epoch may make tables that last.
        InvariantException.Require(counts.Skip(1).Distinct().Count() == 1,
            $"The epochs end with {string.Join(", ", counts)} live tensors");
        InvariantException.Require(after == before, $"{before} tensors live before Fit, {after} after it");
    }
}
