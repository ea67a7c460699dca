using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Factorised weights of the library neuraloperator are read by their own names.</summary>
public sealed class PublishedTfnoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SpectralFactorization.Tucker, new[] { 3, 2, 4, 1 }, "core")]
    [InlineData(SpectralFactorization.Cp, new[] { 7 }, "weights")]
    [InlineData(SpectralFactorization.TensorTrain, new[] { 3, 4, 2 }, "factors.factor_3")]
    public void Form_and_ranks_follow_from_names_and_shapes(SpectralFactorization form, int[] ranks, string name)
    {
        var original = new Fno(2, 1, new()
        {
            Modes = [6, 4],
            Channels = 5,
            Layers = 2,
            Factorization = form,
            Ranks = ranks,
        });
        ParameterValues values = ParameterValues.Initialize(original, 1);
        Assert.Contains(original.Parameters, p => p.Name == $"fno_blocks.convs.1.weight.{name}");
        (string, byte[])[] entries =
            [.. original.Parameters.Select(p => ($"{p.Name}.npy", Stored(p, values[p])))];
        ParameterValues loaded = Checkpoint.Load(_folder.Write("weights.npz", PythonFiles.Zip(entries)));
        FnoOptions options = ((Fno)loaded.Definition).Options;
        Assert.Equal(form, options.Factorization);
        Assert.Equal(ranks, options.Ranks);
        Assert.Equal([6, 4], options.Modes);
        foreach (var (mine, theirs) in original.Parameters.Zip(loaded.Definition.Parameters))
        {
            Assert.Equal(mine.Name, theirs.Name);
            Assert.Equal(values[mine], loaded[theirs]);
        }
    }

    // Other programs than the library may save biases without the axes of one point that it gives them.
    [Fact]
    public void Inputs_without_coordinates_are_told_from_the_lifting()
    {
        var original = new Fno(2, 1, new() { Modes = [6, 4], Channels = 5, Layers = 2, HasGridEmbedding = false });
        ParameterValues values = ParameterValues.Initialize(original, 2);
        (string, byte[])[] entries =
            [.. original.Parameters.Select(p => ($"{p.Name}.npy", Stored(p, values[p])))];
        var loaded = (Fno)Checkpoint.Load(_folder.Write("weights.npz", PythonFiles.Zip(entries))).Definition;
        Assert.Equal((false, 2), (loaded.Options.HasGridEmbedding, loaded.Inputs[0].Channels));
    }

    [Fact]
    public void Ranks_that_do_not_fit_the_form_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Fno(1, 1,
            new() { Factorization = SpectralFactorization.Tucker, Ranks = [2, 2, 3] }));
        Assert.Contains("Ranks has 3 entries; expected 4 with Factorization Tucker", error.Message);
    }

    // The array as the library saves it.
    private static byte[] Stored(ParameterDeclaration parameter, float[] values)
    {
        int rank = parameter.Shape.Count;
        int[] axes = parameter.PublishedAxes ?? [.. Enumerable.Range(0, rank)];
        var shape = new long[rank];
        for (int axis = 0; axis < rank; axis++) shape[axes[axis]] = parameter.Shape[axis];
        var stored = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            var at = new long[rank];
            long rest = i, place = 0;
            for (int axis = rank - 1; axis >= 0; rest /= parameter.Shape[axis--])
                at[axes[axis]] = rest % parameter.Shape[axis];
            for (int axis = 0; axis < rank; axis++) place = place * shape[axis] + at[axis];
            stored[place] = values[i];
        }
        return PythonFiles.Npy("<f4", $"({string.Concat(shape.Select(n => $"{n},"))})",
            MemoryMarshal.AsBytes(stored.AsSpan()).ToArray());
    }
}
