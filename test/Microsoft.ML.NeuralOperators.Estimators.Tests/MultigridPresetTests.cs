using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class MultigridPresetTests
{
    /// <summary>
    /// Where nothing stands for layers bound to a grid, they are as large as the published networks. The program for smooth
    /// coefficients has 678,093: three of its five prolongations have the kernel 3, which fits odd sizes alone.
    /// </summary>
    [Theory]
    [InlineData(nameof(MultigridPresets.DarcySmooth), 1, 738_573)]
    [InlineData(nameof(MultigridPresets.DarcyRough), 1, 572_661)]
    [InlineData(nameof(MultigridPresets.DarcyMultiscale), 1, 572_661)]
    [InlineData(nameof(MultigridPresets.Pipe), 2, 783_876)]
    public void Have_the_published_number_of_parameters(string name, int inputs, long parameters)
        => Assert.Equal(parameters, new Mgno(Preset(name).Architecture() with { InputChannels = inputs }).Parameters.Sum(p => p.Elements));

    [Theory]
    [InlineData(nameof(MultigridPresets.NavierStokes), 500, 500)]
    [InlineData(nameof(MultigridPresets.Helmholtz), 10, 100)]
    [InlineData(nameof(MultigridPresets.DarcyRough), 8, 500)]
    public void Are_valid_and_train_as_published(string name, int batch, int epochs)
    {
        MultigridOperatorTrainer.Options options = Preset(name);
        Assert.Equal((batch, epochs), (options.BatchSize, options.Epochs));
        Assert.Empty(options.Faults());
        Assert.NotSame(options, Preset(name));
    }

    [Fact]
    public void Losses_are_the_authors()
    {
        Assert.Equal(SpectralSobolevLoss.Multigrid, MultigridPresets.DarcySmooth().Loss);
        Assert.Equal(new SobolevLoss(IsPeriodic: false) { IsRelative = false, ValueWeight = 10 }, MultigridPresets.Helmholtz().Loss);
        Assert.Equal(Loss.RelativeL2, MultigridPresets.Pipe().Loss);
    }

    private static MultigridOperatorTrainer.Options Preset(string name)
        => (MultigridOperatorTrainer.Options)typeof(MultigridPresets).GetMethod(name)!.Invoke(null, null)!;
}
