using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests;

public sealed class NumberRangeTests
{
    [Fact]
    public void Fields_whose_deviation_overflows_are_refused_by_name()
    {
        string message = Assert.Throws<InvalidOperationException>(()
            => Trainer.Train(Small(), Alternating(float.MaxValue), null, ShortTraining())).Message;
        Assert.Contains("Field 'u': the standard deviation of its numbers is beyond single precision", message);
    }

    [Fact]
    public void Fields_of_minute_numbers_are_told()
    {
        var warnings = new List<string>();
        TrainingOptions options = ShortTraining() with { Epochs = 1, Warning = warnings.Add };
        Trainer.Train(Small(), Alternating(1), null, options);
        Assert.Empty(warnings);
        Trainer.Train(Small(), Alternating(1e-38f), null, options);
        Assert.Contains("Field 'u': its numbers are so small", Assert.Single(warnings));
    }

    private static FieldDataset Alternating(float size)
    {
        float[] target = [.. Enumerable.Range(0, 20 * Size * Size).Select(i => i % 2 == 0 ? size : -size)];
        return new FieldDataset(SmallData(20).Inputs, new FieldSamples("u", 1, [Size, Size], target));
    }
}
