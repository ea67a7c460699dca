using Microsoft.ML.NeuralOperators.Options;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests;

/// <summary>Options that no machine could train are faults, by name, before anything is made of them.</summary>
public sealed class OptionSizeTests
{
    [Fact]
    public void Sizes_beyond_reason_are_faults_that_name_the_option()
    {
        Fault(Rules.Faults(new FnoOptions { Layers = 100_000 }), "Layers is 100000; expected 1 to 1000");
        Fault(Rules.Faults(new FnoOptions { Channels = int.MaxValue }), "Channels is 2147483647; expected 1 to 65536");
        Fault(Rules.Faults(new FnoOptions { Modes = [8, 100_000] }),
            "Modes is [8, 100000]; expected numbers of 1 to 65536");
        Fault(Rules.Faults(new FnoOptions { LiftingRatio = double.PositiveInfinity }),
            "LiftingRatio is Infinity; expected more than 0, up to 1024");
        Fault(Rules.Faults(new FnoOptions { MlpRatio = 1e300 }), "MlpRatio is 1E+300; expected 0 to 1024");
        Fault(Rules.Faults(new FnoOptions { PaddedAxes = [0, 0] }), "PaddedAxes is [0, 0]; expected every axis once");
        Fault(Rules.Faults(new GalerkinTransformerOptions { MlpRatio = 1e300 }),
            "MlpRatio is 1E+300; expected more than 0, up to 1024");
        Fault(Rules.Faults(new LsmOptions { ProjectionRatio = 1e9 }),
            "ProjectionRatio is 1000000000; expected more than 0, up to 1024");
        Fault(Rules.Faults(new MgnoOptions { Layers = int.MaxValue }), "Layers is 2147483647; expected 1 to 1000");
        Fault(Rules.Faults(new MgnoOptions { Levels = [new(100_000), new(1)] }),
            "Levels has 0 to 100000 smoothing steps; expected 0 to 1000");
        Fault(Rules.Faults(new MgnoOptions { ChannelGrowth = int.MaxValue }), "ChannelGrowth is 2147483647");
        Fault(Rules.Faults(new FactFormerOptions { HeadChannels = 65536, Heads = 65536 }),
            "Heads·HeadChannels·KernelRatio is 8589934592");
    }

    [Fact]
    public void Products_and_rates_of_a_training_are_bounded()
    {
        Fault(Rules.Faults(new TrainingOptions { BatchSize = 3, GradientAccumulation = 1_431_655_766 }),
            "BatchSize × GradientAccumulation is 4294967298");
        Fault(Rules.Faults(new TrainingOptions { BatchSize = int.MaxValue, GradientAccumulation = 2 }),
            "BatchSize × GradientAccumulation is 4294967294");
        Fault(Rules.Faults(new TrainingOptions { LearningRate = 1e300 }),
            "LearningRate is 1E+300; expected more than 0, up to 1E+38");
        Fault(Rules.Faults(new TrainingOptions { WeightDecay = 1e300 }), "WeightDecay is 1E+300; expected 0 to 1E+38");
        Fault(Rules.Faults(new TrainingOptions { GradientClipNorm = 1e300 }),
            "GradientClipNorm is 1E+300; expected 0 to 1E+38, or infinity");
        Assert.Empty(Rules.Faults(new TrainingOptions
        {
            GradientClipNorm = double.PositiveInfinity,
            LearningRate = 1e38
        }));
        Fault(Rules.Faults(new TrainingOptions { Checkpoints = new() { Folder = "a\0b" } }),
            "Checkpoints: Folder holds a NUL character");
    }

    [Fact]
    public void The_number_of_parameters_is_told_before_anything_is_allocated()
    {
        var large = new Fno(1, 1, new() { Modes = [4096, 4096], Channels = 65536, Layers = 1000 });
        long before = GC.GetTotalAllocatedBytes();
        string message = Assert.Throws<InvalidOperationException>(
            () => Trainer.Train(large, TrainingFixture.SmallData(4), null, TrainingFixture.ShortTraining())).Message;
        Assert.Matches(@"^Fno has \d{20,} parameters, which with gradient, optimizer and the copies of "
            + "DivergenceRetries take ", message);
        Assert.Contains("Take fewer channels", message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1 << 24);
        // Rates as large as the options allow are no error of torch's.
        Assert.Throws<TrainingDivergedException>(()
            => Trainer.Train(TrainingFixture.Small(), TrainingFixture.SmallData(20), null,
            TrainingFixture.ShortTraining() with { LearningRate = 1e38, WeightDecay = 1e38, GradientClipNorm = 1e38 }));
        var memory = TrainingMemory.Of(TrainingFixture.Small(), TrainingFixture.ShortTraining());
        // Weights, gradient and Adam's two vectors, and all but the gradient twice more to go back to.
        Assert.Equal(4 * (4 + 2 * 3) * memory.Parameters, memory.Bytes);
        TrainingMemory without = Of(options => options with { DivergenceRetries = 0 });
        Assert.Equal(4 * 4 * memory.Parameters, without.Bytes);
        Assert.Contains("which with gradient and optimizer take ", $"{without}");
        // L-BFGS never goes back.
        Assert.Equal(4 * (2 + 2 * LbfgsOptimizer.History) * memory.Parameters,
            Of(options => options with { Optimizer = OptimizerKind.Lbfgs }).Bytes);
        Assert.EndsWith("or set DivergenceRetries to 0, which keeps no copies.",
            Assert.Throws<InvalidOperationException>(() => memory.Require(1000)).Message);
        Assert.Contains("this process may use 0.0 MiB",
            Assert.Throws<InvalidOperationException>(() => memory.Require(1000)).Message);
        memory.Require((long)memory.Bytes);

        static TrainingMemory Of(Func<TrainingOptions, TrainingOptions> change)
            => TrainingMemory.Of(TrainingFixture.Small(), change(TrainingFixture.ShortTraining()));
    }

    private static void Fault(IEnumerable<string> faults, string expected)
        => Assert.Contains(faults, fault => fault.StartsWith(expected, StringComparison.Ordinal));
}
