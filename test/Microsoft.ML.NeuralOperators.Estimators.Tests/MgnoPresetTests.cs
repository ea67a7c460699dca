using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class MgnoPresetTests
{
    /// <summary>
    /// Where nothing stands for layers bound to a grid, they are as large as the published networks. The program for
    /// smooth coefficients has 678,093: three of its five prolongations have the kernel 3, which fits odd sizes alone.
    /// </summary>
    [Theory]
    [InlineData(nameof(MgnoPresets.DarcySmooth), 1, 738_573)]
    [InlineData(nameof(MgnoPresets.DarcyRough), 1, 572_661)]
    [InlineData(nameof(MgnoPresets.DarcyMultiscale), 1, 572_661)]
    [InlineData(nameof(MgnoPresets.Pipe), 2, 783_876)]
    public void Have_the_published_number_of_parameters(string name, int inputs, long parameters)
        => Assert.Equal(parameters, new Mgno(inputs, 1, Preset(name).Options).Parameters.Sum(p => p.Elements));

    [Theory]
    [InlineData(nameof(MgnoPresets.NavierStokes), 500, 500)]
    [InlineData(nameof(MgnoPresets.Helmholtz), 10, 100)]
    [InlineData(nameof(MgnoPresets.DarcyRough), 8, 500)]
    public void Are_valid_and_train_as_published(string name, int batch, int epochs)
    {
        MgnoPreset preset = Preset(name);
        Assert.Equal((batch, epochs), (preset.Training.BatchSize, preset.Training.Epochs));
        Assert.Empty(Rules.Faults(preset.Options).Concat(Rules.Faults(preset.Training)));
    }

    [Fact]
    public void Losses_are_the_authors()
    {
        Assert.Equal(SpectralSobolevLoss.Multigrid, MgnoPresets.DarcySmooth.Training.Loss);
        Assert.Equal(new SobolevLoss(IsPeriodic: false) { IsRelative = false, ValueWeight = 10 },
            MgnoPresets.Helmholtz.Training.Loss);
        Assert.Equal(Loss.RelativeL2, MgnoPresets.Pipe.Training.Loss);
    }

    private static MgnoPreset Preset(string name) => (MgnoPreset)typeof(MgnoPresets).GetProperty(name)!.GetValue(null)!;
}
