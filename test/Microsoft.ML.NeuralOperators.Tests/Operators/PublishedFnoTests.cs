using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Weights of the library neuraloperator are read by their own names, and refused by name.</summary>
public class PublishedFnoTests
{
    [Fact]
    public void One_dimensional_weights_load_by_name()
    {
        ParameterValues values = Checkpoint.Load(SharedData.Path("reference", "fno1d_neuraloperator.npz"));
        var definition = (Fno)values.Definition;
        Assert.Equal([16], definition.Options.Modes);
        Assert.Equal((10, 2, 1, 3),
            (definition.Options.Channels, definition.Inputs[0].Channels, definition.Output.Channels,
            definition.Options.Layers));
    }

    [Fact]
    public void A_name_that_is_missing_is_named()
    {
        var other = new Fno(1, 1, new() { Modes = [8, 8], Channels = 12, Layers = 5 });
        var error = Assert.Throws<FormatException>(()
            => Checkpoint.Load(SharedData.Path("reference", "fno2d_neuraloperator.npz"), other));
        Assert.Contains("'fno_blocks.convs.4.weight.tensor'", error.Message);
    }

    [Fact]
    public void A_shape_that_disagrees_is_named()
    {
        var other = new Fno(1, 1, new() { Modes = [8, 6], Channels = 12 });
        var error = Assert.Throws<FormatException>(()
            => Checkpoint.Load(SharedData.Path("reference", "fno2d_neuraloperator.npz"), other));
        Assert.Contains("'fno_blocks.convs.0.weight.tensor' has the shape [12, 12, 8, 5, 2] in the checkpoint, "
            + "expected [12, 12, 8, 4, 2]", error.Message);
    }
}
