using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// FactFormer, IFactFormer and the softmax form: any grid, gradients, the same operator on every resolution.
/// </summary>
public class FactFormerTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<int, NeuralOperator>> Kinds = new()
    {
        ["FactFormer"] = axes => Chained(new() { Dimensions = axes }),
        ["FactFormer, periodic"] = axes => Chained(new() { Dimensions = axes, Points = PointPlacement.Periodic }),
        ["FactFormer, centred"] = axes => Chained(new() { Dimensions = axes, Points = PointPlacement.CellCentres }),
        ["FactFormer, without quadrature"] = axes => Chained(new() { Dimensions = axes, HasQuadrature = false }),
        ["FactFormer, latent steps"] = axes => new FactFormer(2, 1, new()
        {
            Dimensions = axes,
            Channels = 8,
            Heads = 2,
            HeadChannels = 4,
            Layers = 1,
            LatentSteps = 1,
        }),
        ["IFactFormer-m"] = axes => Implicit(new() { Dimensions = axes }),
        ["IFactFormer-m, periodic, lifted separately"] = axes => Implicit(new()
        {
            Dimensions = axes,
            Points = PointPlacement.Periodic,
            LiftChannelsSeparately = true,
        }),
        ["IFactFormer-o, two layers"] = axes => Implicit(new() { Dimensions = axes, IsParallel = false, Layers = 2 }),
        ["softmax"] = axes => new SolverLibraryFactFormer(new()
        {
            Dimensions = axes,
            InputChannels = 2,
            Channels = 6,
            Heads = 2,
            Layers = 2
        }),
    };

    public static TheoryData<string, int> Cases => Pairs(Kinds.Keys);

    public static TheoryData<string, int> WeightedCases
        => Pairs(Kinds.Keys.Where(k => !k.Contains("without", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_definition_serves_every_grid_down_to_one_point(string kind, int dimensions)
    {
        using var module = new OperatorModule(Kinds[kind](dimensions));
        using IDisposable noGradient = torch.no_grad();
        foreach (long size in new long[] { 1, 2, 5, 8 })
        {
            using DisposeScope scope = torch.NewDisposeScope();
            // No two axes alike.
            long[] shape = [3, 2, .. Enumerable.Range(0, dimensions).Select(axis => size + axis)];
            torch.Tensor y = module.call(torch.randn(shape));
            Assert.Equal([3, 1, .. shape[2..]], y.shape);
            Assert.True(y.isfinite().all().item<bool>());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_equal_difference_quotients(string kind, int dimensions)
        => GradientCheck.Run(Kinds[kind](dimensions), [2, 2, .. Enumerable.Range(4, dimensions).Select(n => (long)n)]);

    /// <summary>
    /// The distance of the outputs on a coarse and a fine grid, at the points that both have, falls with the square of
    /// the spacing, the order of the trapezoidal and the midpoint rule; on periodic grids it falls faster.
    /// </summary>
    [Theory]
    [MemberData(nameof(WeightedCases))]
    public void The_output_converges_with_the_grid(string kind, int dimensions)
    {
        // The softmax form is weighted for periodic grids alone: all points count the same.
        PointPlacement points = kind == "softmax" || kind.Contains("periodic", StringComparison.Ordinal)
            ? PointPlacement.Periodic
            : kind.Contains("centred", StringComparison.Ordinal) ? PointPlacement.CellCentres
            : PointPlacement.EndPoints;
        using var module = new OperatorModule(Kinds[kind](dimensions), type: torch.ScalarType.Float64);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        // Centres of cells are centres again when every cell is cut in three.
        int[] intervals = points == PointPlacement.CellCentres ? [9, 27, 81] : [16, 32, 64, 128];
        if (dimensions == 3) intervals = points == PointPlacement.CellCentres ? [5, 15, 45] : [8, 16, 32];
        torch.Tensor[] outputs =
            [.. intervals.Select(n => Common(module.call(Field(dimensions, n, points)), n / intervals[0], points))];
        double size = outputs[^1].abs().max().item<double>();
        double[] distances = [.. outputs.SkipLast(1).Select(y => (y - outputs[^1]).abs().max().item<double>() / size)];
        string text = $"{kind} {dimensions}: {string.Join(", ", distances)}";
        Assert.True(distances[^1] < 0.01, text);
        Assert.True(distances.Zip(distances.Skip(1))
            .All(pair => pair.First > 3 * pair.Second) || distances[1] < 1e-6, text);
        output.WriteLine(text);
    }

    [Fact]
    public void Without_quadrature_the_grid_matters()
    {
        using var module = new OperatorModule(Kinds["IFactFormer-m"](2), type: torch.ScalarType.Float64);
        using var published = new OperatorModule(Implicit(new() { HasQuadrature = false }),
            type: torch.ScalarType.Float64);
        Assert.True(Change(module) < 0.003, $"{Change(module)}");
        Assert.True(Change(published) > 5 * Change(module), $"{Change(published)}, with quadrature {Change(module)}");

        static double Change(OperatorModule module)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            torch.Tensor coarse = module.call(Field(2, 32, PointPlacement.EndPoints)),
                fine = Common(module.call(Field(2, 64, PointPlacement.EndPoints)), 2, PointPlacement.EndPoints);
            return ((coarse - fine).abs().max() / fine.abs().max()).item<double>();
        }
    }

    /// <summary>
    /// Counts of the authors' programs: Kolmogorov flow 3.46 million, turbulent channel flow 1.163 million.
    /// </summary>
    [Fact]
    public void Has_as_many_parameters_as_the_authors_programs()
    {
        var kolmogorov = new FactFormer(10, 4, new()
        {
            LatentSteps = 4,
            Channels = 128,
            Heads = 8,
            HeadChannels = 64,
        });
        Assert.Equal(3_463_489, CostInterpreter.Measure(kolmogorov, Shape.Of(1, 10, 8, 8)).Parameters);
        var channel = new IFactFormer(3, 3, new()
        {
            Dimensions = 3,
            Channels = 96,
            Heads = 5,
            HeadChannels = 96,
            KernelRatio = 3,
            LiftChannelsSeparately = true,
        });
        Assert.Equal(1_163_187, CostInterpreter.Measure(channel, Shape.Of(1, 3, 4, 5, 6)).Parameters);
    }

    [Fact]
    public void Options_that_do_not_fit_each_other_or_the_channels_are_faults()
    {
        Refuses("HeadChannels·KernelRatio is 3",
            () => new FactFormer(1, 1, new() { HeadChannels = 3, KernelRatio = 1 }));
        Refuses("Lengths is [1, 2, 3]; expected 2 numbers", () => new FactFormer(1, 1, new() { Lengths = [1, 2, 3] }));
        Refuses("LatentSteps is 3", () => new FactFormer(1, 4, new() { LatentSteps = 3 }));

        static void Refuses(string part, Func<NeuralOperator> define)
            => Assert.Contains(part, Assert.Throws<ArgumentOutOfRangeException>(define).Message);
    }

    // A smooth field of two channels on n intervals an axis.
    private static torch.Tensor Field(int dimensions, int n, PointPlacement place)
    {
        int points = place == PointPlacement.EndPoints ? n + 1 : n, count = (int)Math.Pow(points, dimensions);
        var values = new double[2 * count];
        for (int p = 0; p < count; p++)
        {
            double sum = 0, product = 1;
            for (int axis = 0, rest = p; axis < dimensions; axis++, rest /= points)
            {
                double x = (rest % points + (place == PointPlacement.CellCentres ? 0.5 : 0)) / n * 2 * Math.PI;
                (sum, product) = (sum + Math.Sin(x + axis), product * Math.Cos(x - axis));
            }
            (values[p], values[count + p]) = (sum, product);
        }
        return torch.tensor(values, [1, 2, .. Enumerable.Repeat((long)points, dimensions)], torch.ScalarType.Float64);
    }

    // Every step-th point of all axes, from the one where the coarsest grid's first one is.
    private static torch.Tensor Common(torch.Tensor y, int step, PointPlacement points)
    {
        for (int axis = 2; axis < y.Dimensions; axis++)
            y = y.slice(axis, points == PointPlacement.CellCentres ? step / 2 : 0, y.shape[axis], step);
        return y;
    }

    private static FactFormer Chained(FactFormerOptions options)
        => new(2, 1, options with { Channels = 6, Heads = 2, HeadChannels = 4, Layers = 2 });

    private static IFactFormer Implicit(IFactFormerOptions options)
        => new(2, 1, options with { Channels = 8, Heads = 2, HeadChannels = 4, Iterations = 3 });

    private static TheoryData<string, int> Pairs(IEnumerable<string> kinds)
    {
        var data = new TheoryData<string, int>();
        foreach (string kind in kinds)
            foreach (int dimensions in new[] { 2, 3 })
                data.Add(kind, dimensions);
        return data;
    }
}
