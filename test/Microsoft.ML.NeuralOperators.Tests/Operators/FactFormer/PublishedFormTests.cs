using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// Without quadrature the models are the published ones: the same numbers as the formulas written out point by point.
/// </summary>
public class PublishedFormTests
{
    private const int Rows = 4, Columns = 5, Inputs = 2;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Implicit_factformer_is_the_published_one(bool isParallel)
    {
        var definition = new IFactFormer(Inputs, 1, Implicit(isParallel));
        ParameterValues values = ParameterValues.Initialize(definition, 3);
        (PlainFactFormer plain, Func<string, float[]> weights) = Plain(values, [1, 2]);
        Compare(values, field =>
        {
            // Every channel is lifted to half of the channels over the inputs of its own.
            float[] w = weights("to_in.0.weight"), b = weights("to_in.0.bias");
            double[][][] u = PlainFactFormer.Map(field, (_, _, c) => plain.Linear(
                [.. w.Select((v, i) => PlainFactFormer.Gelu(v * c[i * Inputs / w.Length] + b[i]))], "to_in.2"));
            u = plain.Positions(u, "encoder.layers.0.0");
            for (int i = 0; i < 3; i++)
            {
                double[][][] change = plain.Block(u, "encoder.layers.0.1", isParallel, normalizesHeads: false);
                u = PlainFactFormer.Map(u, (x, y, c) => PlainFactFormer.Add(c, [.. change[x][y].Select(v => v / 3)]));
            }
            return PlainFactFormer.Map(u,
                (_, _, c) => plain.Linear([.. plain.Linear(c, "simple_to_out.1").Select(PlainFactFormer.Gelu)],
                "simple_to_out.3"));
        });
    }

    [Fact]
    public void Factformers_encoder_is_the_published_one()
    {
        var definition = new FactFormer(Inputs, 1, new()
        {
            Channels = 8,
            Heads = 2,
            HeadChannels = 3,
            Layers = 2,
            HasQuadrature = false,
            RotaryFrequency = 64,
            FeatureScale = 8,
            Lengths = [1, 2],
        });
        ParameterValues values = ParameterValues.Initialize(definition, 3);
        (PlainFactFormer plain, _) = Plain(values, [1, 2]);
        Compare(values, field =>
        {
            double[][][] u = PlainFactFormer.Map(field, (_, _, c) => plain.Linear(c, "to_in"));
            for (int i = 0; i < 2; i++)
            {
                u = plain.Positions(u, $"encoder.layers.{i}.0");
                double[][][] change = plain.Block(u, $"encoder.layers.{i}.1", isParallel: false, normalizesHeads: true);
                u = PlainFactFormer.Map(u, (x, y, c) => PlainFactFormer.Add(c, change[x][y]));
            }
            return PlainFactFormer.Map(u,
                (_, _, c) => plain.Linear([.. plain.Linear(c, "projection.fcs.0").Select(PlainFactFormer.Gelu)],
                "projection.fcs.1"));
        });
    }

    /// <summary>
    /// What the authors' program saves: our names, sizes of convolution kernels, and the buffers of the rotary
    /// encoding.
    /// </summary>
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public void Saved_weights_of_the_implicit_factformer_are_read_by_name(bool isParallel, int dimensions)
    {
        IFactFormerOptions options = Implicit(isParallel) with { Dimensions = dimensions, Lengths = null };
        var definition = new IFactFormer(Inputs, Inputs, options);
        ParameterValues values = ParameterValues.Initialize(definition, 3);
        NamedArray[] arrays = [.. definition.Parameters.Select(p
            => new NamedArray(p.Name, p.Name is "to_in.0.weight" or "to_in.2.weight"
                ? [(int)p.Shape[0], (int)(p.Elements / p.Shape[0]), 1, 1]
                : [.. p.Shape.Select(s => (int)s)], values[p])),
            .. "xyz"[..dimensions]
            .Select(axis => new NamedArray($"encoder.layers.0.1.low_rank_kernel_{axis}.pos_emb.inv_freq", [3],
            [1, 0.1f, 0.01f]))];
        ParameterValues read = Reread(arrays);
        var found = ((IFactFormer)read.Definition).Options;
        double[]? channel = dimensions == 3 ? [4 * Math.PI, 2, 4 * Math.PI / 3] : null;
        Assert.Equal(channel, found.Lengths);
        Assert.Equal(options with { Iterations = 10 }, found with { Lengths = null });
        foreach (var (mine, theirs) in definition.Parameters.Zip(read.Definition.Parameters))
            Assert.Equal(values[mine], read[theirs]);
    }

    [Fact]
    public void Saved_weights_of_factformer_are_read_by_name()
    {
        FactFormerOptions options = new()
        {
            Channels = 16,
            Heads = 2,
            HeadChannels = 6,
            KernelRatio = 1,
            Layers = 2,
            LatentSteps = 3,
            LatentRatio = 1.5,
            HasQuadrature = false,
            RotaryFrequency = 64,
            FeatureScale = 8,
        };
        var definition = new FactFormer(10, 3, options);
        ParameterValues values = ParameterValues.Initialize(definition, 3);
        NamedArray[] arrays = [.. definition.Parameters.Select(p => new NamedArray(p.Name, p.Name switch
            {
                "latent_time_emb" => [1, 3, 1, 1, 24],
                "simple_to_out.2.weight" => [16, 3, 1],
                _ => [.. p.Shape.Select(s => (int)s)],
            }, values[p])),
            .. from layer in (int[])[0, 1]
               from axis in "xy"
               select new NamedArray($"encoder.layers.{layer}.1.low_rank_kernel_{axis}.pos_emb.inv_freq", [3],
                   [1, 0.1f, 0.01f])];
        ParameterValues read = Reread(arrays);
        var found = ((FactFormer)read.Definition).Options;
        Assert.Equal([2 * Math.PI, 2 * Math.PI], found.Lengths);
        Assert.Equal(options, found with { Lengths = null });
        foreach (var (mine, theirs) in definition.Parameters.Zip(read.Definition.Parameters))
            Assert.Equal(values[mine], read[theirs]);
    }

    private static ParameterValues Reread(NamedArray[] arrays)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        try
        {
            ArrayFile.WriteNpz(path, arrays);
            return Checkpoint.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IFactFormerOptions Implicit(bool isParallel) => new()
    {
        Channels = 8,
        Heads = 2,
        HeadChannels = 3,
        Iterations = 3,
        IsParallel = isParallel,
        LiftChannelsSeparately = true,
        HasQuadrature = false,
        RotaryFrequency = 64,
        FeatureScale = 8,
        Lengths = [1, 2],
    };

    private static (PlainFactFormer Plain, Func<string, float[]> Weights) Plain(ParameterValues values,
        double[] lengths)
    {
        var byName = values.Definition.Parameters.ToDictionary(p => p.Name, p => p);
        // Kernels start small; at their natural size every sum counts.
        foreach (ParameterDeclaration p in byName.Values)
            if (p.Name.Contains("low_rank_kernel", StringComparison.Ordinal))
                for (int i = 0; i < values[p].Length; i++) values[p][i] *= 50;
        Func<string, float[]> weights = name => byName.TryGetValue(name, out ParameterDeclaration? p) ? values[p] : [];
        return (new PlainFactFormer(weights, heads: 2, lengths), weights);
    }

    private static void Compare(ParameterValues values, Func<double[][][], double[][][]> plain)
    {
        var random = new Random(4);
        double[] Point() => [.. Enumerable.Range(0, Inputs).Select(_ => random.NextDouble() - 0.5)];
        double[][][] field = [.. Enumerable.Range(0, Rows)
            .Select(_ => Enumerable.Range(0, Columns).Select(_ => Point()).ToArray())];
        double[][][] expected = plain(field);
        using var module = new OperatorModule((NeuralOperator)values.Definition, values, torch.ScalarType.Float64);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        double[] x = [.. Enumerable.Range(0, Inputs).SelectMany(c => field.SelectMany(row => row.Select(p => p[c])))];
        torch.Tensor y = module.call(torch.tensor(x, [1, Inputs, Rows, Columns], torch.ScalarType.Float64));
        double[] wanted = [.. expected.SelectMany(row => row.Select(p => p[0]))],
            given = y.contiguous().data<double>().ToArray();
        double size = wanted.Max(Math.Abs);
        Assert.Equal(wanted.Length, given.Length);
        Assert.All(wanted.Zip(given),
            pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-9 * size, $"{pair}"));
    }
}
