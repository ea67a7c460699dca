using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Torch;
using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>DeepONet's forms: gradients, sums of products, points of one's own and of the model, modes.</summary>
public class DeepONetTests
{
    private static readonly Dictionary<string, Func<NeuralOperator>> Kinds = new()
    {
        ["unstacked"] = () => Define(new()),
        ["stacked"] = () => Define(new() { IsStacked = true }),
        ["modified"] = () => Define(new() { IsModified = true }),
        ["stacked and modified"] = () => Define(new() { IsStacked = true, IsModified = true }),
        ["Fourier features"] = () => Define(new() { FourierFrequencies = [1, 3.5] }),
        ["fixed points"] = () => AtPoints(Draw(4 * 2, 1)),
        ["modes"] = () => new PodDeepONet(2, 5, 2, 4, Small(new()), new(Draw(2 * 4, 5), Draw(12 * 4, 6))),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_equal_difference_quotients(string kind)
    {
        NeuralOperator definition = Kinds[kind]();
        long[][] shapes = [[2, 2, 5], [2, 2, 4]];
        GradientCheck.Run(definition, shapes[..definition.Inputs.Count]);
    }

    [Fact]
    public void The_output_is_the_sum_of_products_of_branch_and_trunk()
    {
        // Without hidden layers: b = B u + β, t = relu(T y + τ), written out.
        var definition = new DeepONet(1, 3, 1, 1,
            new() { BasisFunctions = 2, BranchWidths = [], TrunkWidths = [], Activation = Activation.Relu });
        ParameterValues values = ParameterValues.Initialize(definition, 4);
        var named = definition.Parameters.ToDictionary(p => p.Name, p => values[p]);
        (named["branch.output.bias"][1], named["trunk.output.bias"][0], named["bias"][0]) = (0.3f, 0.2f, 0.7f);
        float[] u = [1, -2, 0.5f], y = [0.4f, -0.9f];
        float[] actual = Run(definition, values, (u, [1, 1, 3]), (y, [1, 1, 2]));
        for (int i = 0; i < y.Length; i++)
        {
            double sum = named["bias"][0];
            for (int k = 0; k < 2; k++)
            {
                double b = named["branch.output.bias"][k]
                    + Enumerable.Range(0, 3).Sum(j => named["branch.output.weight"][k * 3 + j] * u[j]);
                sum += b * Math.Max(0, named["trunk.output.weight"][k] * y[i] + named["trunk.output.bias"][k]);
            }
            Assert.Equal(sum, actual[i], 1e-5);
        }
    }

    [Fact]
    public void Points_of_the_model_give_what_own_points_give()
    {
        float[] points = Draw(2 * 6, 1), sensors = Draw(3 * 2 * 5, 2);
        var box = new PointBox([0.2f, 0], [1, 2]);
        DeepONet own = Define(new(), box);
        // [points, coordinates] in the model, [coordinates, points] in a column.
        float[] rows = [.. Enumerable.Range(0, 12).Select(i => points[i % 2 * 6 + i / 2])];
        FixedPointDeepONet @fixed = AtPoints(rows, box);
        float[] expected = Run(own, ParameterValues.Initialize(own, 3), (sensors, [3, 2, 5]),
            ([.. points, .. points, .. points], [3, 2, 6]));
        float[] actual = Run(@fixed, ParameterValues.Initialize(@fixed, 3), (sensors, [3, 2, 5]));
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
    }

    [Fact]
    public void Stacked_branches_are_networks_of_their_own()
    {
        int Count(DeepONetOptions options)
            => (int)Define(options).Parameters.Where(p => p.Name.StartsWith("branch", StringComparison.Ordinal))
            .Sum(p => p.Elements);
        // 10 → 8 → 8 → 1 for each of 2·6 functions, against 10 → 8 → 8 → 12.
        Assert.Equal(12 * (10 * 8 + 8 + 8 * 8 + 8 + 8 + 1), Count(new() { IsStacked = true }));
        Assert.Equal(10 * 8 + 8 + 8 * 8 + 8 + 8 * 12 + 12, Count(new()));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    public void Modes_span_what_the_samples_vary_in(int samples)
    {
        // Three directions in 2 channels at 7 points.
        float[] shapes = Draw(3 * 14, 7), values = new float[samples * 14], weights = Draw(samples * 3, 8);
        for (int s = 0; s < samples; s++)
            for (int i = 0; i < 14; i++)
                values[s * 14 + i] = 2 + Enumerable.Range(0, 3).Sum(k => weights[s * 3 + k] * shapes[k * 14 + i]);
        var fields = new FieldSamples("u", 2, [7], values);
        OrthogonalModes modes = OrthogonalDecomposition.Of(fields, 3, isNormalized: false);
        for (int a = 0; a < 3; a++)
            for (int b = 0; b <= a; b++)
                Assert.Equal(a == b ? 14 : 0,
                    Enumerable.Range(0, 14).Sum(i => (double)modes.Modes[a * 14 + i] * modes.Modes[b * 14 + i]), 1e-3);
        for (int s = 0; s < samples; s++)
        {
            double[] rest = [.. Enumerable.Range(0, 14).Select(i => (double)values[s * 14 + i] - modes.Mean[i])];
            for (int k = 0; k < 3; k++)
            {
                double share = Enumerable.Range(0, 14).Sum(i => rest[i] * modes.Modes[k * 14 + i]) / 14;
                for (int i = 0; i < 14; i++) rest[i] -= share * modes.Modes[k * 14 + i];
            }
            Assert.All(rest, r => Assert.Equal(0, r, 1e-4));
        }
        Assert.Contains("vary in 3 directions",
            Assert.Throws<InvalidOperationException>(()
            => OrthogonalDecomposition.Of(fields, 4, isNormalized: false)).Message);
    }

    [Fact]
    public void Gradients_stay_finite_where_they_come_back_transposed()
    {
        NeuralOperator definition = AtPoints(Draw(8 * 2, 1));
        ParameterValues values = ParameterValues.Initialize(definition, 0);
        Dictionary<ParameterDeclaration,
            torch.Tensor> tensors =
            definition.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape]).requires_grad_(p.IsTrainable));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float32, torch.CPU);
        torch.Tensor[] trained = [.. tensors.Values.Where(t => t.requires_grad)];
        for (int i = 0; i < 500; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor loss = TorchInterpreter.Unwrap(definition.Run(run.Wrap(torch.randn([16, 2, 5])))).pow(2).sum();
            Assert.All(torch.autograd.grad([loss], trained), g => Assert.True(g.isfinite().all().item<bool>()));
        }
    }

    private static DeepONetOptions Small(DeepONetOptions options)
        => options with { BasisFunctions = 6, BranchWidths = [8, 8], TrunkWidths = [9, 9] };

    private static DeepONet Define(DeepONetOptions options, PointBox? box = null)
        => new(2, 5, 2, 2, Small(options), box);

    private static FixedPointDeepONet AtPoints(float[] points, PointBox? box = null)
        => new(2, 5, 2, 2, Small(new()), points, box);

    private static float[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }

    private static float[] Run(NeuralOperator definition, ParameterValues values,
        params (float[] Values, long[] Shape)[] inputs)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        using var run = new TorchInterpreter(definition.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape])), torch.ScalarType.Float32, torch.CPU);
        return TorchInterpreter.Unwrap(definition.Run([.. inputs.Select(x
            => run.Wrap(torch.tensor(x.Values, x.Shape)))])).contiguous().data<float>().ToArray();
    }
}
