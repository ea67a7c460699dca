using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Options follow from names and shapes of a checkpoint, so wrong ones must not decide anything.</summary>
public sealed class HostileCheckpointTests : IDisposable
{
    private const string Bias = "fno_blocks.convs.0.bias";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fno_blocks.convs.100000.bias")]
    [InlineData("fno_blocks.convs.2147483646.bias")]
    [InlineData("fno_blocks.convs.5.bias")]
    public void One_name_does_not_decide_the_number_of_layers(string name)
    {
        NamedArray[] arrays = Fno();
        var clock = Stopwatch.StartNew();
        string message = Refused([.. arrays, arrays[0] with { Name = name }]);
        Assert.Equal(3, arrays.Count(a => a.Name.EndsWith(".weight.tensor", StringComparison.Ordinal)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
        Assert.Contains("but no 'fno_blocks.convs.", message);
    }

    [Theory]
    [InlineData("lifting.fcs.0.weight", new int[0],
        "'lifting.fcs.0.weight' has the shape []; expected at least 2 axes")]
    [InlineData("projection.fcs.0.weight", new int[0],
        "'projection.fcs.0.weight' has the shape []; expected at least 1 axes")]
    [InlineData("projection.fcs.1.weight", new int[0],
        "'projection.fcs.1.weight' has the shape []; expected at least 1 axes")]
    [InlineData("lifting.fcs.0.weight", new[] { 1 },
        "'lifting.fcs.0.weight' has the shape [1]; expected at least 2 axes")]
    [InlineData("lifting.fcs.0.weight", new[] { 0, 3 }, "its shapes make no operator: LiftingRatio is 0")]
    public void Shapes_of_too_few_axes_and_empty_ones_are_named(string name, int[] shape, string expected)
        => Assert.Contains(expected,
            Refused([.. Fno().Select(a => a.Name == name
            ? new NamedArray(name, shape, new float[shape.Aggregate(1, (x, y) => x * y)]) : a)]));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_that_are_not_finite_are_refused_by_name(float value)
    {
        NamedArray[] arrays = Fno();
        arrays.First(a => a.Name == Bias).Values[1] = value;
        string message = Refused(arrays);
        Assert.Contains($"'{Bias}'", message);
        Assert.Contains("finite", message);
    }

    [Fact]
    public void Names_that_are_missing_and_names_that_are_left_over_are_refused()
    {
        NamedArray[] arrays = Fno();
        Assert.Contains($"no parameter '{Bias}'", Refused([.. arrays.Where(a => a.Name != Bias)]));
        Assert.Contains("'more' that the operator lacks", Refused([.. arrays, arrays[0] with { Name = "more" }]));
    }

    private static NamedArray[] Fno()
    {
        const string Prefix = "state.";
        IReadOnlyDictionary<string,
            NamedArray> arrays = ArrayFile.Read(SharedData.Path("reference", "fno1d_neuraloperator.npz"));
        return [.. arrays.Values.Where(a => a.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(a => a with { Name = a.Name[Prefix.Length..] })];
    }

    private object Load(NamedArray[] arrays)
    {
        (string, byte[])[] entries =
            [.. arrays.Select(a => ($"{a.Name}.npy", PythonFiles.Npy(a.IsComplex ? "<c8" : "<f4",
            $"({string.Concat((a.IsComplex ? a.Shape.SkipLast(1) : a.Shape).Select(n => $"{n},"))})",
            MemoryMarshal.AsBytes(a.Values.AsSpan()).ToArray())))];
        return Checkpoint.Load(_folder.Write("weights.npz", PythonFiles.Zip(entries)));
    }

    private string Refused(NamedArray[] arrays)
    {
        string message = Assert.Throws<FormatException>(() => Load(arrays)).Message;
        Assert.StartsWith($"'{_folder["weights.npz"]}'", message);
        return message;
    }
}
