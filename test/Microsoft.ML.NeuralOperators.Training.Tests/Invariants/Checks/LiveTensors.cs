using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants;

/// <summary>Every epoch ends with as many tensors as the one before, and training leaves none behind.</summary>
internal static class LiveTensors
{
    public static void Require(OperatorCase test)
    {
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
        FieldDataset rows = test.Data();
        long before = 0, after = 1;
        // Each stage has an operator of its own.
        int stages = test.Define() is IStagedOperator staged ? staged.EpochShares.Count : 1;
        // A stage's first epoch on a CUDA device ends before its steps are recorded as a graph.
        if (stages > 1 && training.GpuDeviceId is not null) stages *= 2;
        // The first training may make what lasts as long as the process, such as the areas of a loss on the sphere.
        for (int run = 0; run < 2 && after != before; run++)
        {
            counts.Clear();
            NeuralOperator definition = test.Define();
            before = LiveTensorCount.AfterCollection();
            Trainer.Train(definition, rows, null, training);
            after = LiveTensorCount.Now;
        }
        // The first epoch may make tables that last.
        InvariantException.Require(counts.Skip(1).Distinct().Count() <= stages,
            $"The epochs end with {string.Join(", ", counts)} live tensors");
        InvariantException.Require(after == before, $"{before} tensors live before training, {after} after it");
    }
}
