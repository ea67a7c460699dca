using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

/// <summary>Local kernels mean the same on every grid.</summary>
public class LocalConvolutionTests
{
    [Theory]
    [InlineData(40, 40, 0, 0.05)]
    [InlineData(20, 80, 0, 0.05)]
    // The one sector of a ring has an edge.
    [InlineData(40, 40, 1, 0.12)]
    [InlineData(20, 80, 5, 0.12)]
    public void Refining_the_grid_converges(int height, int width, int sectors, double limit)
    {
        var layer = Layer(2, 0.15, new(3, sectors), BoundaryCondition.Periodic);
        ParameterValues values = ParameterValues.Initialize(layer, 6);
        double[] coarse = Run(layer, values, height, width, Wave),
            middle = Run(layer, values, 2 * height, 2 * width, Wave),
            fine = Run(layer, values, 4 * height, 4 * width, Wave);
        double first = Distance(1, coarse, 2, middle), second = Distance(2, middle, 4, fine);
        double scale = fine.Max(Math.Abs);
        Assert.True(second < limit * scale, $"{second} of {scale}");
        Assert.True(second < 0.7 * first, $"{first}, then {second}");

        double Distance(int one, double[] u, int other, double[] v) => Enumerable.Range(0, height).Max(i
            => Enumerable.Range(0, width).Max(j => Math.Abs(
                u[one * i * one * width + one * j] - v[other * i * other * width + other * j])));
    }

    [Theory]
    [InlineData(BoundaryCondition.Periodic, 0, false)]
    [InlineData(BoundaryCondition.Neumann, 0, false)]
    [InlineData(BoundaryCondition.Periodic, 6, false)]
    [InlineData(BoundaryCondition.Periodic, 4, true)]
    public void A_constant_gets_the_integral_of_the_kernel_and_no_derivative(BoundaryCondition boundary, int sectors,
        bool isBetween)
    {
        var layer = Layer(2, 0.2, new(2, sectors, isBetween), boundary);
        ParameterValues values = ParameterValues.Initialize(layer, 7);
        double integral = values[layer.Parameters.First()].Sum(v => (double)v);
        foreach (double u in Run(layer, values, 25, 31, (_, _) => 3)) Assert.Equal(3 * integral, u, 1e-6);
    }

    [Fact]
    public void The_derivative_of_a_line_is_its_slope()
    {
        var layer = Layer(1, 0.2, new(1), BoundaryCondition.Dirichlet);
        // The kernel u(x + h) - u(x) over h, times the radius.
        ParameterValues values = ParameterValues.From(layer, p => p.LocalName == "weight" ? [0] : [0, 5, 1]);
        foreach (int points in new[] { 10, 37 })
        {
            double[] slopes = Run(layer, values, [points], i => 2 * i / points);
            foreach (double slope in slopes[..^1]) Assert.Equal(0.2 * 2, slope, 1e-6);
        }
    }

    private static LocalConvolution Layer(int dimensions, double radius, LocalBasis basis, BoundaryCondition boundary)
        => new(("integral", new(dimensions, 1, 1, new(radius), basis, boundary.Padding())),
            ("derivative", new(dimensions, 1, 1, new(radius), boundary.Padding())));

    private static double Wave(double y, double x)
        => Math.Sin(2 * Math.PI * (y - 2 * x) + 0.4) + Math.Cos(2 * Math.PI * x);

    private static double[] Run(LocalConvolution layer, ParameterValues values, int height, int width,
        Func<double, double, double> field)
        => Run(layer, values, [height, width], i => field(Math.Floor(i / width) / height, i % width / width));

    private static double[] Run(LocalConvolution layer, ParameterValues values, long[] grid, Func<double, double> field)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var tensors = layer.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.ScalarType.Float64));
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        int points = (int)grid.Aggregate(1L, (a, b) => a * b);
        double[] numbers = [.. Enumerable.Range(0, points).Select(i => field(i))];
        Value x = run.Wrap(torch.tensor(numbers, [1, 1, .. grid]));
        return TorchInterpreter.Unwrap(layer.Apply(x)).contiguous().data<double>().ToArray();
    }
}
