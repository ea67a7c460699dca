using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;
using static Microsoft.ML.NeuralOperators.Tests.Metrics.Evaluations;

namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

public class FrameMetricsTests
{
    /// <summary>Frames lie one after the other, each with its channels.</summary>
    [Fact]
    public void Channels_and_frames_have_metrics_of_their_own()
    {
        float[] truth = [1, 1, 2, 2, 3, 3, 4, 4], prediction = [1, 1, 3, 3, 3, 3, 6, 6];
        FieldMetrics metrics = Evaluate(4, [2], new EvaluationOptions { FrameChannels = 2 }, (prediction, truth));
        Assert.Equal([0, Math.Sqrt(5.0 / 20)], metrics.Channels.Select(c => c.RelativeL2));
        Assert.Equal([Math.Sqrt(1.0 / 5), Math.Sqrt(4.0 / 25)], metrics.Steps.Select(s => s.RelativeL2));
        Assert.Equal([1.0, 2.0], metrics.Steps.Select(s => s.MaximumError));
        Assert.Empty(Evaluate(4, [2], (prediction, truth)).Steps);
        Assert.Equal(4, Evaluate(4, [2], (prediction, truth)).Channels.Count);
    }

    [Fact]
    public void Channels_and_frames_add_up_to_the_whole()
        => Rule.Holds(from channels in Rule.Between(1, 3)
                      from frames in Rule.Between(1, 4)
                      from seed in Rule.Seed()
                      select (channels, frames, seed), rule =>
        {
            var (channels, frames, seed) = rule;
            int length = channels * frames * 20;
            FieldMetrics whole = Evaluate(channels * frames, [4, 5], new EvaluationOptions { FrameChannels = channels },
                (Draw(length, seed), Draw(length, seed + 1)), (Draw(length, seed + 2), Draw(length, seed + 3)));
            foreach (IReadOnlyList<FieldMetrics> parts in new[] { whole.Channels, whole.Steps })
            {
                Assert.All(parts, part => Assert.Equal(whole.Count, part.Count));
                Same(whole.RootMeanSquaredError,
                    Math.Sqrt(parts.Average(p => p.RootMeanSquaredError * p.RootMeanSquaredError)));
                Same(whole.MaximumError, parts.Max(p => p.MaximumError));
                Same(whole.MeanRmse, parts.Average(p => p.MeanRmse));
                Same(whole.NormalizedRmse, parts.Average(p => p.NormalizedRmse));
                Same(whole.VarianceScaledRmse, parts.Average(p => p.VarianceScaledRmse));
                Same(whole.BoundaryRmse, parts.Average(p => p.BoundaryRmse));
                Same(whole.ConservedRmse, parts.Average(p => p.ConservedRmse));
                Same(whole.FourierRmse.Low, parts.Average(p => p.FourierRmse.Low));
            }
        });

    [Fact]
    public void Frames_that_do_not_divide_the_channels_are_refused()
        => Assert.Contains("FrameChannels is 3; expected a divisor of the field's 4 channels.",
            Assert.Throws<ArgumentOutOfRangeException>(()
                => new FieldMetricsAccumulator(4, [2], options: new() { FrameChannels = 3 })).Message);

    [Fact]
    public void Faults_of_the_options_are_all_named()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(()
            => new FieldMetricsAccumulator(1, [2], options: new()
            {
                FrameChannels = 0,
                Confidence = 1,
                BootstrapDraws = -1,
            })).Message;
        Assert.Contains("FrameChannels is 0; expected at least 1", message);
        Assert.Contains("Confidence is 1; expected more than 0 and less than 1", message);
        Assert.Contains("BootstrapDraws is -1; expected 0 to 1000000", message);
    }

    private static void Same(double expected, double actual) => Assert.Equal(expected, actual, 1e-9);
}
