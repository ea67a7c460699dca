using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

/// <summary>Spherical harmonics on circles of latitude, against their formulas and their orthonormality.</summary>
public class SphericalTransformTests
{
    public static TheoryData<SphericalGrid, int, int> Grids => new()
    {
        { SphericalGrid.WithPoles, 7, 4 },
        { SphericalGrid.WithPoles, 32, 16 },
        { SphericalGrid.WithoutPoles, 8, 4 },
        { SphericalGrid.WithoutPoles, 33, 17 },
        { SphericalGrid.Gauss, 5, 5 },
        { SphericalGrid.Gauss, 24, 24 },
    };

    [Theory]
    [InlineData(SphericalGrid.WithPoles, 2)]
    [InlineData(SphericalGrid.WithPoles, 9)]
    [InlineData(SphericalGrid.WithPoles, 32)]
    [InlineData(SphericalGrid.WithoutPoles, 3)]
    [InlineData(SphericalGrid.WithoutPoles, 16)]
    [InlineData(SphericalGrid.Gauss, 2)]
    [InlineData(SphericalGrid.Gauss, 65)]
    public void Circles_and_weights_are_those_of_the_quadrature(SphericalGrid grid, int count)
    {
        var (weights, _) = TestLayer.Table(run => new Latitudes(run, grid, count).Weights);
        var (cosines, _) = TestLayer.Table(run => new Latitudes(run, grid, count)
            .Waves(run.Constant([1], 1, 1)).Cos);
        double[] expected = SphericalQuadrature.Weights(grid, count),
            angles = SphericalQuadrature.Colatitudes(grid, count);
        Assert.Equal(2, expected.Sum(), 1e-13);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(expected[i], weights[i], 1e-12);
            Assert.Equal(Math.Cos(angles[i]), cosines[i], 1e-13);
        }
        // Of x², where the degree allows it.
        if (count > 2 || grid == SphericalGrid.Gauss)
            Assert.Equal(2.0 / 3, expected.Zip(angles, (w, a) => w * Math.Cos(a) * Math.Cos(a)).Sum(), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Harmonics_are_orthonormal_under_the_quadrature(SphericalGrid grid, int latitudes, int degrees)
    {
        var basis = new SphericalBasis(grid, degrees, degrees);
        var (products, shape) = TestLayer.Table(run => basis.Forward(run, latitudes)
            .MatMul(basis.Inverse(run, latitudes)));
        Assert.Equal([degrees, degrees, degrees], shape);
        for (int m = 0; m < degrees; m++)
            for (int l = 0; l < degrees; l++)
                for (int k = 0; k < degrees; k++)
                    Assert.Equal(l == k && l >= m ? 1 : 0, products[(m * degrees + l) * degrees + k], 1e-12);
    }

    [Fact]
    public void Functions_are_the_orthonormal_ones()
    {
        var (values, _) = TestLayer.Table(run => new SphericalBasis(SphericalGrid.WithoutPoles, 3, 3).Inverse(run, 5));
        double[] angles = SphericalQuadrature.Colatitudes(SphericalGrid.WithoutPoles, 5);
        for (int i = 0; i < 5; i++)
        {
            (double x, double y) = (Math.Cos(angles[i]), Math.Sin(angles[i]));
            Assert.Equal(Math.Sqrt(1 / (4 * Math.PI)), At(0, 0), 1e-14);
            Assert.Equal(Math.Sqrt(3 / (4 * Math.PI)) * x, At(0, 1), 1e-14);
            Assert.Equal(-Math.Sqrt(3 / (8 * Math.PI)) * y, At(1, 1), 1e-14);
            Assert.Equal(-Math.Sqrt(15 / (8 * Math.PI)) * x * y, At(1, 2), 1e-14);
            Assert.Equal(Math.Sqrt(15 / (32 * Math.PI)) * y * y, At(2, 2), 1e-14);
            Assert.Equal(0, At(1, 0), 1e-14);

            double At(int m, int l) => values[(m * 5 + i) * 3 + l];
        }
    }

    /// <summary>In single precision, as models train and score.</summary>
    [Theory]
    [MemberData(nameof(Grids))]
    public void Transforming_and_back_keeps_fields_that_a_grid_resolves(SphericalGrid grid, int latitudes, int degrees)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var run = new TorchInterpreter(new Dictionary<ParameterDeclaration, torch.Tensor>(),
            torch.ScalarType.Float32, torch.CPU);
        int longitudes = 2 * degrees;
        var basis = new SphericalBasis(grid, degrees, degrees);
        var random = new Random(2);
        var coefficients = new float[2 * degrees * degrees * 3];
        for (int i = 0; i < coefficients.Length; i++)
        {
            int part = i / (degrees * degrees * 3), m = i / (degrees * 3) % degrees, l = i / 3 % degrees;
            float next = 2 * random.NextSingle() - 1;
            if (l >= m && (part == 0 || m > 0)) coefficients[i] = next;
        }
        Value z = run.Wrap(torch.tensor(coefficients, [2, degrees, degrees, 3, 1]));
        Value field = SphericalTransform.ToGrid(z, basis, longitudes, latitudes);
        Value again = SphericalTransform.ToCoefficients(field, basis);
        Value fieldAgain = SphericalTransform.ToGrid(again, basis, longitudes, latitudes);
        Assert.InRange(Distance(again, z), 0, 1e-5);
        Assert.InRange(Distance(fieldAgain, field), 0, 1e-5);

        static double Distance(Value a, Value b)
        {
            torch.Tensor x = TorchInterpreter.Unwrap(a), y = TorchInterpreter.Unwrap(b);
            return (x - y).norm().item<float>() / y.norm().item<float>();
        }
    }

    [Fact]
    public void A_coarse_grid_drops_the_degrees_that_it_does_not_resolve()
    {
        var basis = new SphericalBasis(SphericalGrid.WithPoles, 6, 3);
        var (values, _) = TestLayer.Table(run => basis.Inverse(run, 7));
        for (int i = 0; i < values.Length; i++) Assert.True(i % 6 < 4 || values[i] == 0);
    }
}
