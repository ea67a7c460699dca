namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants;

/// <summary>Eight rows are learned by heart: gradients reach what they must.</summary>
internal static class Overfitting
{
    private const double Bound = 0.05;

    public static void Require(OperatorCase test)
    {
        TrainingOptions training = test.Quick with
        {
            Epochs = test.EpochsToOverfit,
            Loss = Loss.RelativeL2,
            WeightDecay = 0,
        };
        TrainedOperator trained = test.Train(training);
        FieldDataset data = test.Data();
        float[][] outputs = SampleBatch.Rows(TorchRun.Of(trained.Definition, trained.Values,
            SampleBatch.Of(trained.Definition, data)), data.Target),
            targets = SampleBatch.Rows(data.Target.Values, data.Target);
        double error = outputs.Zip(targets, (output, target)
            => Norm(output.Zip(target, (a, b) => a - b)) / Norm(target)).Average();
        InvariantException.Require(error < Bound,
            $"After {training.Epochs} epochs the relative L2 error of eight rows is {error:g3}, expected less than "
            + $"{Bound}");
    }

    private static double Norm(IEnumerable<float> numbers) => Math.Sqrt(numbers.Sum(n => (double)n * n));
}
