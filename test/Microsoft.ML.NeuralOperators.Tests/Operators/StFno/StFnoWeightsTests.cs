using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Weights of the published spatio-temporal program ask for what they do not say.</summary>
public sealed class StFnoWeightsTests : IDisposable
{
    private static readonly Dictionary<string, object> Usual = new()
    {
        ["time_steps"] = 10,
        ["output_steps"] = 40,
        ["latent_steps"] = 10,
        ["activation"] = "ReLU",
        ["beta"] = -0.01,
        ["delta"] = 0.1,
        ["fft_norm"] = "backward",
        ["spatial_padding"] = 0,
        ["temporal_padding"] = true,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_in_and_out_are_asked_for()
    {
        string path = BareWeights.Of("st_fno.npz", _folder);
        string message = Assert.Throws<FormatException>(() => Checkpoint.Load(path)).Message;
        foreach (string name in Usual.Keys) Assert.Contains($"'{name}'", message);
        var operatorOfTen = (StFno)Checkpoint.Load(path, Usual).Definition;
        Assert.Equal((10, 40), (operatorOfTen.Inputs[0].Channels, operatorOfTen.Output.Channels));
        Assert.Equal((Activation.Relu, 10), (operatorOfTen.Options.Activation, operatorOfTen.Options.LatentTimes));
    }

    [Theory]
    [InlineData("time_steps", 9, "'time_steps' is 9; expected at least its latent_steps, 10")]
    [InlineData("fft_norm", "none", "'fft_norm' is 'none'; expected backward, ortho or forward")]
    [InlineData("spatial_padding", 4, "with padding in space; only one without is read")]
    [InlineData("temporal_padding", false, "with times that are not padded; only one without is read")]
    [InlineData("activation", "Mish", "'activation' is 'Mish'")]
    public void What_the_operator_lacks_is_refused(string argument, object value, string expected)
        => Assert.Contains(expected, Assert.Throws<FormatException>(() => Checkpoint.Load(
            BareWeights.Of("st_fno.npz", _folder),
            new Dictionary<string, object>(Usual) { [argument] = value })).Message);
}
