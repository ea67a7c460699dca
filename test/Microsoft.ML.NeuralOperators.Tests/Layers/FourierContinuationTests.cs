using System.Numerics;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class FourierContinuationTests
{
    // FCLegendre(n = 2, d = 3) and (1, 3) of the Python library neuraloperator: Lagrange's polynomials at 2, 3, 4 of
    // the nodes 0, 1, 5, 6, and at 1, 2, 3 of 0 and 4.
    [Fact]
    public void Matrices_are_those_of_polynomials_through_both_ends()
    {
        var (cubic, shape) = TestLayer.Table(run => FourierContinuation.Matrix(run, 3, 2));
        Assert.Equal([3, 4], shape);
        Near([-0.4, 1.2, 0.4, -0.2, -0.4, 0.9, 0.9, -0.4, -0.2, 0.4, 1.2, -0.4], cubic);
        var (line, _) = TestLayer.Table(run => FourierContinuation.Matrix(run, 3, 1));
        Near([0.75, 0.25, 0.5, 0.5, 0.25, 0.75], line);

        static void Near(double[] expected, double[] values)
            => Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    [Theory]
    [InlineData(16, 8)]
    [InlineData(40, 1)]
    public void Rows_sum_to_one(int width, int points)
    {
        var (matrix, _) = TestLayer.Table(run => FourierContinuation.Matrix(run, width, points));
        Assert.All(matrix.Chunk(2 * points), row => Assert.Equal(1, row.Sum(), 1e-9));
    }

    // A field with other values at its two ends, differentiated by its Fourier series.
    [Fact]
    public void Derivatives_of_fields_that_are_not_periodic_become_exact()
    {
        double none = Error(64, 0, DomainExtension.End), zeros = Error(64, 0.25, DomainExtension.End),
            continued = Error(64, 0.25, DomainExtension.Continuation),
            fine = Error(128, 0.25, DomainExtension.Continuation);
        Assert.True(none > 0.1 && zeros > 0.1, $"{none}, {zeros}");
        Assert.True(continued < 0.01, $"{continued}");
        Assert.True(fine < continued / 3, $"{fine} on 128 points, {continued} on 64");
    }

    // A shift by 0.4 cells, which needs every frequency of the field.
    [Fact]
    public void Shifts_within_the_domain_become_exact()
    {
        double zeros = Error(64, 0.25, DomainExtension.BothEnds, isShift: true),
            continued = Error(64, 0.25, DomainExtension.Continuation, isShift: true);
        Assert.True(continued < zeros / 50 && continued < 1e-3, $"{continued} against {zeros}");
    }

    [Fact]
    public void Zeros_at_the_end_leave_the_start_where_it_is()
    {
        var padding = new DomainPadding(2, 0.5) { Extension = DomainExtension.End };
        var (values, shape) = TestLayer.Run(padding, padding.Apply, [1, 2, 3, 4], [2, 2, 1, 1]);
        Assert.Equal([3, 3, 1, 1], shape);
        Assert.Equal([1, 2, 0, 3, 4, 0, 0, 0, 0], values);
    }

    [Theory]
    [InlineData(DomainExtension.End)]
    [InlineData(DomainExtension.Continuation)]
    public void Removing_brings_back_what_was_extended(DomainExtension extension)
    {
        var padding = new DomainPadding(2, 0.3, [1]) { Extension = extension, ContinuationPoints = 2 };
        double[] field = TestLayer.Draw(5 * 6 * 2 * 3);
        var (values, shape) = TestLayer.Run(padding, x => padding.Remove(padding.Apply(x), x.Shape), field,
            [5, 6, 2, 3]);
        Assert.Equal([5, 6, 2, 3], shape);
        Assert.Equal(field, values);
    }

    [Fact]
    public void Gradients_equal_difference_quotients()
    {
        var padding = new DomainPadding(2, 0.5) { Extension = DomainExtension.Continuation, ContinuationPoints = 2 };
        TestLayer.GradientsEqualQuotients(padding, padding.Apply, 4, 5, 2, 1);
    }

    [Fact]
    public void Training_needs_as_many_points_as_the_polynomial()
    {
        var options = new FnoOptions
        {
            Modes = [2],
            DomainPadding = 0.25,
            DomainExtension = DomainExtension.Continuation,
            ContinuationPoints = 5,
        };
        Assert.Equal(5, options.Axes[0].MinimumToTrain);
    }

    private static double Error(int points, double fraction, DomainExtension extension, bool isShift = false)
    {
        double[] field = [.. Enumerable.Range(0, points).Select(i => U((double)i / points))];
        var padding = new DomainPadding(1, fraction) { Extension = extension };
        double[] wide = TestLayer.Run(padding, padding.Apply, field, [points, 1, 1]).Values;
        int first = extension == DomainExtension.BothEnds ? (wide.Length - points) / 2 : 0;
        double length = (double)wide.Length / points, shift = 0.4 / points;
        Complex[] spectrum = [.. Enumerable.Range(-(wide.Length - 1) / 2, (wide.Length - 1) / 2 * 2 + 1).Select(k
            => wide.Select((u, j) => u * Wave(-k * j)).Aggregate((a, b) => a + b) / wide.Length)];
        int lowest = -(spectrum.Length / 2);
        double error = 0, norm = 0;
        // The last cell's shifted value lies beyond the domain.
        for (int i = 0; i < points - 1; i++)
        {
            Complex sum = 0;
            for (int m = 0; m < spectrum.Length; m++)
            {
                Complex slope = new(0, 2 * Math.PI * (lowest + m) / length);
                sum += spectrum[m] * Wave((lowest + m) * (first + i)) * (isShift ? Complex.Exp(slope * shift) : slope);
            }
            double x = (double)i / points, truth = isShift ? U(x + shift)
                : 4.6 * Math.PI * Math.Cos(4.6 * Math.PI * x + 0.4) + 3 * x * x;
            error += (sum.Real - truth) * (sum.Real - truth);
            norm += truth * truth;
        }
        return Math.Sqrt(error / norm);

        Complex Wave(int turns) => Complex.Exp(new Complex(0, 2 * Math.PI * turns / wide.Length));
        static double U(double x) => Math.Sin(4.6 * Math.PI * x + 0.4) + x * x * x;
    }
}
