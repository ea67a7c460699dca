using Microsoft.ML.NeuralOperators.Tests.Training;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Options that no machine could train are faults, by name, before anything is made of them.</summary>
public sealed class OptionSizeTests
{
    [Fact]
    public void Sizes_beyond_reason_are_faults_that_name_the_option()
    {
        Fault(new FnoOptions { Layers = 100_000 }.Faults(), "Layers is 100000; expected at most 1000");
        Fault(new FnoOptions { Channels = int.MaxValue }.Faults(), "Channels is 2147483647; expected at most 65536");
        Fault(new FnoOptions { Modes = [8, 100_000] }.Faults(), "Modes is 100000; expected at most 65536");
        Fault(new FnoOptions { LiftingRatio = double.PositiveInfinity }.Faults(), "LiftingRatio is Infinity; expected at most 1024");
        Fault(new FnoOptions { MlpRatio = 1e300 }.Faults(), "MlpRatio is 1E+300; expected at most 1024");
        Fault(new FnoOptions { PaddedAxes = [0, 0] }.Faults(), "PaddedAxes is [0, 0]; expected every axis once");
        Fault(new GalerkinTransformerOptions { MlpRatio = 1e300 }.Faults(), "MlpRatio is 1E+300; expected at most 1024");
        Fault(new LsmOptions { ProjectionRatio = 1e9 }.Faults(), "ProjectionRatio is 1000000000; expected at most 1024");
        Fault(new MgnoOptions { Layers = int.MaxValue }.Faults(), "Layers is 2147483647; expected at most 1000");
        Fault(new MgnoOptions { Levels = [new(100_000), new(1)] }.Faults(), "Levels has 2 levels of up to 100000 steps");
        Fault(new MgnoOptions { ChannelGrowth = int.MaxValue }.Faults(), "ChannelGrowth is 2147483647");
        Fault(new FactFormerOptions { HeadChannels = 65536, Heads = 65536 }.Faults(), "Heads·HeadChannels·KernelRatio is 8589934592");
    }

    [Fact]
    public void Products_and_rates_of_a_training_are_bounded()
    {
        Fault(new TrainingOptions { BatchSize = 3, GradientAccumulation = 1_431_655_766 }.Faults(), "BatchSize × GradientAccumulation is 4294967298");
        Fault(new TrainingOptions { BatchSize = int.MaxValue, GradientAccumulation = 2 }.Faults(), "BatchSize × GradientAccumulation is 4294967294");
        Fault(new TrainingOptions { LearningRate = 1e300 }.Faults(), "LearningRate is 1E+300; expected more than 0, at most 1E+38");
        Fault(new TrainingOptions { WeightDecay = 1e300 }.Faults(), "WeightDecay is 1E+300; expected 0 to 1E+38");
        Fault(new TrainingOptions { GradientClipNorm = 1e300 }.Faults(), "GradientClipNorm is 1E+300; expected 0 to 1E+38, or infinity");
        Assert.Empty(new TrainingOptions { GradientClipNorm = double.PositiveInfinity, LearningRate = 1e38 }.Faults());
        Fault(new TrainingOptions { Checkpoints = new() { Folder = "a\0b" } }.Faults(), "Checkpoints: Folder holds a NUL character");
    }

    [Fact]
    public void The_number_of_parameters_is_told_before_anything_is_allocated()
    {
        var large = new Fno(1, 1, new() { Modes = [4096, 4096], Channels = 65536, Layers = 1000 });
        long before = GC.GetTotalAllocatedBytes();
        string message = Assert.Throws<InvalidOperationException>(
            () => Trainer.Train(large, TrainingFixture.Data(4), null, TrainingFixture.Options())).Message;
        Assert.Matches(@"^Fno has \d{20,} parameters, which with gradient and optimizer take ", message);
        Assert.Contains("Take fewer channels", message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1 << 24);
        // Rates as large as the options allow are no error of torch's.
        Assert.Throws<TrainingDivergedException>(() => Trainer.Train(TrainingFixture.Small(), TrainingFixture.Data(20), null,
            TrainingFixture.Options() with { LearningRate = 1e38, WeightDecay = 1e38, GradientClipNorm = 1e38 }));
        var memory = TrainingMemory.Of(TrainingFixture.Small(), TrainingFixture.Options());
        Assert.Equal(4 * 4 * memory.Parameters, memory.Bytes);
        Assert.Contains("this process may use 0.0 MiB", Assert.Throws<InvalidOperationException>(() => memory.Require(1000)).Message);
        memory.Require((long)memory.Bytes);
    }

    private static void Fault(IEnumerable<string> faults, string expected) => Assert.Contains(faults, fault => fault.StartsWith(expected, StringComparison.Ordinal));
}
