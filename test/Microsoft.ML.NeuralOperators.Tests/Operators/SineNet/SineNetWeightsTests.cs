using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>What the weights of the authors' SineNet say and do not say.</summary>
public sealed class SineNetWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arguments_that_no_weight_says_are_asked_for_by_name()
    {
        string message = Refused(Weights(), arguments: null);
        foreach (string name in (string[])["padding_mode", "activation", "wave_residual", "avg_pool",
            "interpolation_mode"]) Assert.Contains($"'{name}'", message);
    }

    [Theory]
    [InlineData("padding_mode", "reflect", "only 'zeros' and 'circular' are read")]
    [InlineData("interpolation_mode", "nearest", "only 'bicubic' and 'bilinear' are read")]
    [InlineData("num_layers", 3, "of 4 levels, of which it uses 3")]
    public void Forms_that_are_not_read_are_refused(string argument, object value, string expected)
        => Assert.Contains(expected, Refused(Weights(), new(Usual) { [argument] = value }));

    [Fact]
    public void A_network_that_is_told_times_is_refused()
        => Assert.Contains("is told times or parameters", Refused(
            [.. Weights(), new NamedArray("time_embed.0.weight", [1], [1])], Usual));

    // All levels as wide as the finest: nothing shows whether the coarsest are used.
    [Fact]
    public void Levels_of_one_width_are_counted_by_the_program()
        => Assert.Contains("'num_layers'", Refused([.. Weights().Select(a
            => a.Name.StartsWith("down.0.", StringComparison.Ordinal) && a.Name.EndsWith(".conv.0.conv1.weight",
                StringComparison.Ordinal) ? new NamedArray(a.Name, [2, 2, 3, 3], new float[36]) : a)], Usual));

    [Theory]
    [InlineData(24, 32)]
    [InlineData(32, 8)]
    public void A_grid_that_is_not_a_multiple_of_the_coarsest_spacing_is_refused(int height, int width)
    {
        ParameterValues values = Load(Weights(), Usual);
        using var module = new OperatorModule((NeuralOperator)values.Definition, values);
        using DisposeScope scope = torch.NewDisposeScope();
        var error = Assert.Throws<InvalidOperationException>(() => module.call(torch.zeros([1, 6, height, width])));
        Assert.Contains("(a multiple of 16)", error.Message);
    }

    private static Dictionary<string, object> Usual => new()
    {
        ["padding_mode"] = "zeros",
        ["activation"] = "gelu",
        ["wave_residual"] = true,
        ["avg_pool"] = true,
        ["interpolation_mode"] = "bicubic",
    };

    private static NamedArray[] Weights()
    {
        const string Prefix = "state.";
        return [.. ArrayFile.Read(PublishedReference.Read("sinenet_zeros.npz").Path).Values
            .Where(a => a.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(a => a with { Name = a.Name[Prefix.Length..] })];
    }

    private string Refused(NamedArray[] arrays, Dictionary<string, object>? arguments)
        => Assert.Throws<FormatException>(() => Load(arrays, arguments)).Message;

    private ParameterValues Load(NamedArray[] arrays, Dictionary<string, object>? arguments)
    {
        string path = _folder["weights.npz"];
        File.Delete(path);
        ArrayFile.WriteNpz(path, arrays);
        return Checkpoint.Load(path, arguments);
    }
}
