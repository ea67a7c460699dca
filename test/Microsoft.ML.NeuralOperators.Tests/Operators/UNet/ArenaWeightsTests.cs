using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>What the weights of pdearena's networks say and do not say.</summary>
public sealed class ArenaWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("unetmod_pdearena_16x32.npz", "U-Net of pdearena")]
    [InlineData("resnet_pdearena_20x28.npz", "ResNet of pdearena")]
    public void Without_the_nonlinearity_they_are_refused_with_the_argument_to_give(string file, string program)
    {
        string message = Assert.Throws<FormatException>(() => Load(Weights(file), config: null)).Message;
        Assert.Contains($"The checkpoint is a {program}, whose weights do not say everything", message);
        Assert.Contains("argument 'activation'", message);
    }

    [Fact]
    public void A_nonlinearity_that_is_not_ours_is_refused_by_name()
        => Assert.Contains("'activation' is 'sin'; expected gelu, relu", Assert.Throws<FormatException>(
            () => Load(Weights("resnet_pdearena_20x28.npz"), """{"activation": "sin"}""")).Message);

    [Fact]
    public void Attention_is_read_where_the_file_has_it()
    {
        NamedArray[] weights = Weights("unetmod_pdearena_16x32.npz");
        IEnumerable<NamedArray> attention = new[] { ("middle", 32), ("down.6", 32), ("down.7", 32), ("up.0", 32),
            ("up.1", 32), ("up.2", 16) }.SelectMany(place => Attention($"{place.Item1}.attn.", place.Item2));
        var network = (ArenaUNet)Load([.. weights, .. attention], """{"activation": "gelu"}""").Definition;
        Assert.Equal(weights.Length + 36, network.Parameters.Count());
    }

    private static IEnumerable<NamedArray> Attention(string name, int channels) =>
    [
        Ones(name + "norm.weight", channels), Ones(name + "norm.bias", channels),
        Ones(name + "projection.weight", 3 * channels, channels), Ones(name + "projection.bias", 3 * channels),
        Ones(name + "output.weight", channels, channels), Ones(name + "output.bias", channels),
    ];

    private static NamedArray Ones(string name, params int[] shape)
        => new(name, shape, [.. Enumerable.Repeat(1f, shape.Aggregate((a, b) => a * b))]);

    private static NamedArray[] Weights(string file)
    {
        const string Prefix = "state.";
        return [.. ArrayFile.Read(SharedData.Path("reference", file)).Values
            .Where(a => a.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(a => a with { Name = a.Name[Prefix.Length..] })];
    }

    private ParameterValues Load(NamedArray[] arrays, string? config)
    {
        IEnumerable<(string, byte[])> entries = arrays.Select(a => ($"{a.Name}.npy", PythonFiles.Npy("<f4",
            $"({string.Concat(a.Shape.Select(n => $"{n},"))})", MemoryMarshal.AsBytes(a.Values.AsSpan()).ToArray())));
        if (config is not null)
            entries = entries.Append(("config.npy", PythonFiles.Npy($"<U{config.Length}", "()",
                System.Text.Encoding.UTF32.GetBytes(config))));
        return Checkpoint.Load(_folder.Write("weights.npz", PythonFiles.Zip([.. entries])));
    }
}
