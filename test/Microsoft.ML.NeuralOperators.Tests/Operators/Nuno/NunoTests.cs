using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class NunoTests
{
    private static readonly NunoOptions Small = new()
    {
        Inner = new FnoOptions { Modes = [4, 4], Channels = 6, Layers = 2 },
        SubDomains = 3,
        Grid = [9, 7],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Constants_stay_on_the_way_to_the_grids_and_linear_functions_on_the_way_back(int axes)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var random = new Random(1);
        const int Count = 60;
        double[] points = [.. Enumerable.Range(0, Count * axes).Select(i
            => (i % axes + 1) * Math.Pow(random.NextDouble(), 2))];
        NunoDomains domains = NunoDomains.Of(points, axes, 1, new()
        {
            Inner = axes == 2 ? Small.Inner : new ResNetOptions { Dimensions = axes },
            SubDomains = 3,
            DensityCells = 8,
        });
        Assert.Equal(3, domains.Boxes.Count);
        var grids = new NunoGrids(domains, 0.5);
        using TorchInterpreter run = Interpreter(grids);
        Value x = run.Wrap(torch.tensor(points, [1, Count, axes], torch.float64));
        NunoPlaces places = grids.Places(x);
        Assert.Equal(Count, TorchInterpreter.Unwrap(places.IsIn).sum().item<double>());

        // The last point is padding, far from the truth.
        torch.Tensor values = torch.full([1, Count, 1], 3, torch.float64), mask = torch.ones_like(values);
        values[0, Count - 1] = torch.tensor(1e6, torch.float64);
        mask[0, Count - 1] = torch.tensor(0.0, torch.float64);
        torch.Tensor fields = TorchInterpreter.Unwrap(grids.ToGrids(places, run.Wrap(values), run.Wrap(mask), false));
        Assert.Equal([1, 3, .. domains.Grid.Select(n => (long)n)], fields.shape);
        double[] means = fields.contiguous().data<double>().ToArray();
        // Where no point is near there is nothing.
        Assert.All(means, v => Assert.True(Math.Abs(v - 3) < 1e-9 || Math.Abs(v) < 3));
        Assert.True(means.Count(v => Math.Abs(v - 3) < 1e-9) > means.Length / 2);

        // 1 + x₀ + 2x₁ + 3x₂ on every grid, in the order of its axes.
        int size = domains.Grid.Aggregate(1, (product, n) => product * n);
        var linear = new double[3 * size];
        for (int i = 0; i < linear.Length; i++)
        {
            int box = i / size;
            linear[i] = 1;
            for (int axis = axes - 1, rest = i % size; axis >= 0; rest /= domains.Grid[axis--])
            {
                int along = domains.Axes[box][axis];
                linear[i] += (along + 1) * (domains.Boxes[box].Lower[along] + domains.Boxes[box].Length(along)
                    * (rest % domains.Grid[axis]) / (domains.Grid[axis] - 1));
            }
        }
        double[] read = TorchInterpreter.Unwrap(grids.ToPoints(places, run.Wrap(torch.tensor(linear,
            [1, 3, .. domains.Grid.Select(n => (long)n)], torch.float64)), 1)).contiguous().data<double>().ToArray();
        for (int i = 0; i < Count; i++)
            // The boxes are kept in single precision.
            Assert.Equal(1 + Enumerable.Range(0, axes).Sum(a => (a + 1) * points[i * axes + a]), read[i], 1e-4);
    }

    [Fact]
    public void Outputs_follow_their_points_in_any_order()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(3);
        torch.Tensor points = torch.rand([2, 2, 40], torch.float64), values = torch.randn([2, 1, 40], torch.float64);
        NunoDomains domains = NunoDomains.Of(points.transpose(1, 2).contiguous().data<double>().ToArray(), 2, 2, Small);
        var nuno = new Nuno(2, 1, 2, domains, Small, hasMask: false);
        using TorchInterpreter run = Interpreter(nuno);
        torch.Tensor order = torch.arange(39, -1, -1);
        torch.Tensor there = Run(points, values), turned = Run(points.index_select(2, order),
            values.index_select(2, order));
        Assert.Equal([2, 2, 40], there.shape);
        Assert.InRange((there.index_select(2, order) - turned).abs().max().item<double>(), 0, 1e-12);

        torch.Tensor Run(torch.Tensor p, torch.Tensor v) => TorchInterpreter.Unwrap(nuno.Run(run.Wrap(p), run.Wrap(v)));
    }

    [Fact]
    public void Grids_suit_the_inner_operator()
    {
        var random = new Random(2);
        double[] points = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        NunoDomains domains = NunoDomains.Of(points, 2, 1, Small with
        {
            Grid = null,
            SubDomains = 1,
            Inner = new FnoOptions { Modes = [16, 6] },
        });
        // A hundred points make 10×10 of a square; the first axis needs 16.
        Assert.Equal(16, domains.Grid[0]);
        Assert.InRange(domains.Grid[1], 9, 11);
        var rows = new FieldSamples("places", 3, [100], new float[300]);
        var error = Assert.Throws<InvalidOperationException>(() => NunoDomains.Of(rows, Small));
        Assert.Contains("have 3 coordinates, but Inner is for grids of 2 axes, and Grid has 2", error.Message);
    }

    private static TorchInterpreter Interpreter(Layer layer)
    {
        ParameterValues values = ParameterValues.Initialize(layer, 1);
        return new(layer.Parameters.ToDictionary(p => p, p => torch.tensor(values[p], [.. p.Shape], torch.float64)),
            torch.ScalarType.Float64, torch.CPU);
    }
}
