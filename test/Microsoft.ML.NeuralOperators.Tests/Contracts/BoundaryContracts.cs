using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

/// <summary>
/// Fields at and beyond their boundary are NumPy's paddings and PyTorch's convolutions and interpolations
/// (boundaries.py).
/// </summary>
public class BoundaryContracts
{
    private static readonly JsonElement Stored = Contract.Open("boundaries");

    [Fact]
    public void Convolutions_continue_fields_by_NumPys_paddings()
    {
        foreach (JsonElement stored in Stored.GetProperty("Convolution").EnumerateArray())
        {
            int stride = stored.GetProperty("Stride").GetInt32();
            var layer = new GridConvolution(2, 2, 2, 3, Condition(stored), hasBias: true, stride);
            WaveLayer.Equal(stored.Numbers("Output"), layer, layer.Apply, 1, 2, 4, 5);
        }
    }

    [Fact]
    public void Prolongations_are_PyTorchs_transposed_convolutions()
    {
        foreach (JsonElement stored in Stored.GetProperty("Prolongation").EnumerateArray())
        {
            long[] fine = stored.GetProperty("Fine").Deserialize<long[]>()!;
            var layer = new Prolongation(2, 2, 1, Condition(stored));
            var shape = new Shape([1, 1, fine[0], fine[1]]);
            WaveLayer.Equal(stored.Numbers("Output"), layer, x => layer.Apply(x, shape), 1, 2, 3, 4);
        }
    }

    [Fact]
    public void Interpolation_is_PyTorchs_and_NumPys()
    {
        foreach (JsonElement stored in Stored.GetProperty("Resized").EnumerateArray())
        {
            PointPlacement points = Enum.Parse<PointPlacement>(stored.GetProperty("Points").GetString()!);
            long[] sizes = stored.GetProperty("Sizes").Deserialize<long[]>()!;
            // Interpolation is no layer of its own, so one without parameters takes its place.
            WaveLayer.Equal(stored.Numbers("Output"), new GridEmbedding(2),
                x => LinearInterpolation.Resize(x, points, 2, sizes[0], sizes[1]), 1, 1, 5, 4);
        }
    }

    [Theory]
    [InlineData("EndPoints", BoundaryCondition.Dirichlet, PointPlacement.EndPoints)]
    [InlineData("CellCentres", BoundaryCondition.Dirichlet, PointPlacement.CellCentres)]
    [InlineData("Neumann", BoundaryCondition.Neumann, PointPlacement.EndPoints)]
    public void Constraints_are_met_by_the_stated_formulas(string name, BoundaryCondition boundary,
        PointPlacement points)
    {
        JsonElement stored = Stored.GetProperty("Constraint").GetProperty(name);
        var layer = new BoundaryConstraint(boundary, points);
        WaveLayer.Equal(stored.Numbers("Zero"), layer, x => layer.Apply(x, null), 1, 2, 4, 5);
        WaveLayer.Equal(stored.Numbers("Given"), layer,
            x => layer.Apply(x, x.Interpreter.Constant(Wave.Numbers(40, 1), 1, 2, 4, 5)), 1, 2, 4, 5);
    }

    [Fact]
    public void Domain_padding_is_NumPys_and_comes_off_again()
    {
        var layer = new DomainPadding(2, 0.2);
        WaveLayer.Equal(Stored.Numbers("Padded"), layer, layer.Apply, 10, 7, 1, 2);
        WaveLayer.Equal(Wave.Numbers(140), layer, x => layer.Remove(layer.Apply(x), x.Shape), 10, 7, 1, 2);
    }

    private static BoundaryCondition Condition(JsonElement stored)
        => Enum.Parse<BoundaryCondition>(stored.GetProperty("Boundary").GetString()!);
}
