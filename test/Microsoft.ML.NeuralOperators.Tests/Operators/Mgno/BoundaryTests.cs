using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Boundary conditions hold for any weights, not only after training.</summary>
public class BoundaryTests
{
    private const torch.ScalarType Double = torch.ScalarType.Float64;

    [Theory]
    [InlineData(false, 9, 12)]
    [InlineData(true, 9, 12)]
    [InlineData(true, 3, 5)]
    public void Dirichlet_values_are_met_exactly(bool isGiven, int height, int width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        // Through the normaliser too, whose statistics must not show at the boundary.
        var definition = new NormalizedOperator(Definition(BoundaryCondition.Dirichlet, isGiven ? 1 : null));
        ParameterValues values = ParameterValues.Initialize(definition, 1);
        (values[definition.OutputNormalizer.Mean][0], values[definition.OutputNormalizer.StandardDeviation][0]) =
            (0.7f, 3.1f);
        using var module = new OperatorModule(definition, values);
        torch.manual_seed(1);
        torch.Tensor x = torch.randn([2, 2, height, width]);
        torch.Tensor y = module.call(x), expected = isGiven ? x.narrow(1, 1, 1) : torch.zeros([2, 1, height, width]);
        foreach (var (axis, at) in new[] { (2, 0), (2, height - 1), (3, 0), (3, width - 1) })
            Assert.Equal(0f, (y.narrow(axis, at, 1) - expected.narrow(axis, at, 1)).abs().max().item<float>());
        torch.Tensor inside = y.narrow(2, 1, height - 2).narrow(3, 1, width - 2);
        Assert.True((inside - expected.narrow(2, 1, height - 2).narrow(3, 1, width - 2)).abs().min().item<float>() > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Neumann_fluxes_are_met_to_the_second_order_difference(bool isGiven)
    {
        const int Height = 8, Width = 11;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        using var module = new OperatorModule(Definition(BoundaryCondition.Neumann, isGiven ? 1 : null), type: Double);
        torch.manual_seed(1);
        torch.Tensor x = torch.randn([1, 2, Height, Width], Double), y = module.call(x);
        torch.Tensor flux = isGiven ? x.narrow(1, 1, 1) : torch.zeros([1, 1, Height, Width], Double);
        // The last axis is made last and decides the corners; the first is asked between them.
        Check(2, 1.0 / (Height - 1), 1);
        Check(3, 1.0 / (Width - 1), 0);

        void Check(int axis, double h, int margin)
        {
            foreach (bool isLast in new[] { false, true })
            {
                torch.Tensor At(torch.Tensor t, int i) => t.narrow(axis, isLast ? t.shape[axis] - 1 - i : i, 1);
                torch.Tensor outward = (At(y, 0) * 3 - At(y, 1) * 4 + At(y, 2)) / (2 * h);
                torch.Tensor difference = (outward - At(flux, 0)).abs();
                int other = axis == 2 ? 3 : 2;
                Assert.True(difference.narrow(other, margin, y.shape[other] - 2 * margin).max().item<double>() < 1e-9);
            }
        }
    }

    [Fact]
    public void The_flux_of_a_smooth_field_converges_with_second_order()
    {
        // u = cos(πx): its normal derivative vanishes, and the constraint moves its boundary values by O(h⁴) only; e^x
        // with its flux given is moved by O(h³).
        double[] errors = [.. new[] { 16, 32, 64 }.Select(Error)];
        Assert.All(errors.Zip(errors.Skip(1)), pair => Assert.True(pair.First / pair.Second > 7, $"{pair}"));

        static double Error(int cells)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            var run = new TorchInterpreter(new Dictionary<ParameterDeclaration, torch.Tensor>(), Double, torch.CPU);
            torch.Tensor x = torch.arange(cells + 1, dtype: Double) / cells;
            torch.Tensor u = x.exp().reshape(1, 1, -1), flux = torch.zeros_like(u);
            flux[.., .., 0] = torch.tensor(-1.0, Double);
            flux[.., .., cells] = torch.tensor(Math.E, Double);
            torch.Tensor y = TorchInterpreter.Unwrap(new BoundaryConstraint(BoundaryCondition.Neumann)
                .Apply(run.Wrap(u), run.Wrap(flux)));
            return (y - u).abs().max().item<double>();
        }
    }

    [Theory]
    [InlineData(MultigridCycleKind.V)]
    [InlineData(MultigridCycleKind.W)]
    [InlineData(MultigridCycleKind.FullMultigrid)]
    public void Periodic_operators_commute_with_shifts_by_the_coarsest_stride(MultigridCycleKind kind)
    {
        Assert.True(Difference(continues: true) < 1e-12);
        // The published prolongation pads with zeros and does not.
        Assert.True(Difference(continues: false) > 1e-4);

        double Difference(bool continues)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            using var module = new OperatorModule(new Mgno(1, 1, new()
            {
                Channels = 3,
                Layers = 2,
                Levels = [new(1), new(1, 1), new(2)],
                Boundary = BoundaryCondition.Periodic,
                Cycle = kind,
                PadProlongation = continues,
            }), type: Double);
            torch.manual_seed(2);
            torch.Tensor x = torch.randn([1, 1, 16, 24], Double);
            torch.Tensor shifted = module.call(x.roll([4, 8], [2, 3])), expected = module.call(x).roll([4, 8], [2, 3]);
            return (shifted - expected).abs().max().item<double>();
        }
    }

    /// <summary>
    /// On 17 points the seam would be narrower than other cells of the coarse levels, and the operator not periodic.
    /// </summary>
    [Fact]
    public void Periodic_operators_refuse_sizes_that_their_levels_do_not_divide()
    {
        var periodic = new Mgno(1, 1,
            new()
            {
                Channels = 2,
                Layers = 1,
                Levels = [new(1), new(1), new(1)],
                Boundary = BoundaryCondition.Periodic
            });
        var error = Assert.Throws<InvalidOperationException>(() => Run(17));
        Assert.Contains("height (a multiple of 4), width (a multiple of 4)]", error.Message);
        Assert.Equal(20, Run(20));
        // Others meet every size, and so do the authors' weights, whose prolongation pads with zeros anyway.
        Assert.All(new Mgno(1, 1, new() { Boundary = BoundaryCondition.Neumann }).Inputs[0].Axes,
            axis => Assert.True(axis.Allows(17)));
        Assert.All(new Mgno(1, 1,
            new() { Boundary = BoundaryCondition.Periodic, PadProlongation = false }).Inputs[0].Axes,
            axis => Assert.True(axis.Allows(17)));

        long Run(long rows) => CostInterpreter.Measure(periodic, [Shape.Of([1, 1, rows, 8])]).Output[2].Value;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fields_at_cell_centres_vanish_at_the_walls(bool hasValues)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var run = new TorchInterpreter(new Dictionary<ParameterDeclaration, torch.Tensor>(), Double, torch.CPU);
        torch.Tensor x = (torch.arange(6, dtype: Double) + 0.5) / 6, y = (torch.arange(9, dtype: Double) + 0.5) / 9;
        torch.Tensor u = torch.randn([2, 3, 6, 9], Double), given = torch.randn([2, 3, 6, 9], Double);
        var constraint = new BoundaryConstraint(BoundaryCondition.Dirichlet, PointPlacement.CellCentres);
        torch.Tensor result = TorchInterpreter.Unwrap(constraint.Apply(run.Wrap(u),
            hasValues ? run.Wrap(given) : null));
        torch.Tensor bubble = (x * (1 - x) * 4).reshape(6, 1) * (y * (1 - y) * 4).reshape(1, 9);
        torch.Tensor expected = u * bubble + (hasValues ? given * (1 - bubble) : torch.zeros_like(u));
        Assert.True((result - expected).abs().max().item<double>() < 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(()
            => new Mgno(1, 1, new() { HasHardConstraint = true, ConstraintPoints = PointPlacement.Periodic }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mgno(1, 1, new()
        {
            HasHardConstraint = true,
            Boundary = BoundaryCondition.Neumann,
            ConstraintPoints = PointPlacement.CellCentres,
        }));
    }

    private static Mgno Definition(BoundaryCondition boundary, int? channel) => new(2, 1, new()
    {
        Channels = 4,
        Layers = 2,
        Levels = [new(1), new(2)],
        Boundary = boundary,
        HasHardConstraint = true,
        BoundaryChannel = channel,
    });
}
