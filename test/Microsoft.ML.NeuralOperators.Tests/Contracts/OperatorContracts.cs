using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

/// <summary>Whole forward passes are those of the papers, written out with NumPy (operators.py).</summary>
public class OperatorContracts
{
    private static readonly JsonElement Stored = Contract.Open("operators");

    [Fact]
    public void Fourier_operator_in_a_plane_with_padding()
        => IsNumPys("PaddedFourier", new Fno(2, 3, new()
        {
            Modes = [6, 4],
            Channels = 4,
            Layers = 2,
            DomainPadding = 0.1,
            Normalization = Normalization.Group,
        }), 2, 10, 7);

    [Fact]
    public void Fourier_operator_on_a_line_that_steps_in_time()
        => IsNumPys("FourierLine", new Fno(2, 1, new()
        {
            Modes = [5],
            Channels = 4,
            Layers = 3,
            HasGridEmbedding = false,
            HasOutputResidual = true,
            Normalization = Normalization.Instance,
        }), 2, 9);

    [Fact]
    public void Fourier_operator_in_a_box()
        => IsNumPys("FourierBox", new Fno(1, 1, new()
        {
            Modes = [4, 2, 4],
            Channels = 2,
            Layers = 2,
            DomainPadding = 0.2,
            HasOutputResidual = true,
            Normalization = Normalization.Group,
        }), 1, 5, 3, 4);

    [Fact]
    public void Multigrid_operator_with_zero_boundary()
        => IsNumPys("DirichletMultigrid", new Mgno(1, 1, Multigrid(new(1), new(1), new(2)) with
        {
            HasHardConstraint = true,
        }), 1, 9, 6);

    [Fact]
    public void Multigrid_operator_that_restricts_residuals_and_grows()
        => IsNumPys("ResidualMultigrid", new Mgno(1, 1, Multigrid(new(2, 1), new(1, 1), new(1)) with
        {
            ChannelGrowth = 1,
            RestrictResidual = true,
            HasStencilBias = true,
            Normalization = Normalization.Group,
        }), 1, 7, 8);

    [Fact]
    public void Periodic_multigrid_operator()
        => IsNumPys("PeriodicMultigrid", new Mgno(1, 1, Multigrid(new(1), new(1, 1), new(2)) with
        {
            Boundary = BoundaryCondition.Periodic,
        }), 1, 8, 12);

    [Fact]
    public void Multigrid_operator_without_flux_in_a_W_cycle()
        => IsNumPys("NeumannMultigrid", new Mgno(1, 1, Multigrid(new(1), new(1), new(1)) with
        {
            Boundary = BoundaryCondition.Neumann,
            Cycle = MultigridCycleKind.W,
            HasHardConstraint = true,
        }), 1, 9, 7);

    private static MgnoOptions Multigrid(params SmoothingSteps[] levels)
        => new() { Channels = 2, Layers = 2, Levels = levels };

    // The phase of a parameter follows from its name.
    private static void IsNumPys(string name, GridOperator definition, params long[] shape)
    {
        ParameterValues values = ParameterValues.From(definition,
            d => Array.ConvertAll(Wave.Singles(d.Elements, d.Name.Sum(c => (double)c) / 100), w => (float)(0.4 * w)));
        double[] input = Wave.Numbers(shape.Aggregate((a, b) => a * b));
        double[] output = TestLayer.Run(definition, x => definition.Run(x), input, [1, .. shape], values).Values;
        Contract.Near(Stored.Numbers(name), output, WaveLayer.Tolerance);
    }
}
