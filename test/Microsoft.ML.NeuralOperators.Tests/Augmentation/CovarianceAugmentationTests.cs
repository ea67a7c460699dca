using Microsoft.ML.NeuralOperators.Augmentation;
using Microsoft.ML.NeuralOperators.Geometry;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Augmentation;

/// <summary>Fields in other coordinates solve the equation in those coordinates, up to the interpolation.</summary>
public class CovarianceAugmentationTests
{
    private const string Diffusion = "a: tensor; b: vector; c: density; f: density; u: scalar";

    /// <summary>
    /// -∇·(a∇u) + b·∇u + cu = f in the plane: the residual of the copies, by differences of fourth order, falls by
    /// nearly 2⁴ where the spacing is halved.
    /// </summary>
    [Theory]
    [InlineData(PointPlacement.EndPoints)]
    [InlineData(PointPlacement.Periodic)]
    public void The_residual_in_the_plane_falls_with_the_spacing(PointPlacement placement)
    {
        double coarse = Residual(placement, 24), fine = Residual(placement, 48);
        Assert.True(fine < 2e-3 && coarse / fine > 10, $"{coarse} {fine}");
    }

    /// <summary>The copies' fields are those of the map to fourth order.</summary>
    [Fact]
    public void Fields_are_carried_over_to_fourth_order()
    {
        double coarse = Error(16), fine = Error(32);
        Assert.True(coarse / fine > 12 && fine < 1e-3, $"{coarse} {fine}");

        static double Error(int n)
        {
            var options = new CovarianceAugmentation("u: scalar");
            float[] u = Sampled(PointPlacement.EndPoints, n, Smooth.U);
            var map = new CoordinateMap(options, new Random(7));
            double[] image = new double[2], jacobian = new double[4];
            float[] expected = Sampled(PointPlacement.EndPoints, n, (x, y) =>
            {
                map.At([x, y], image, jacobian);
                return Smooth.U(image[0], image[1]);
            });
            return options.Copies([n, n], 7, u)[0][0].Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        }
    }

    /// <summary>The wave equation's ρ u_tt = (a u_x)_x and the transport u_t + v u_x = 0 on an interval.</summary>
    [Fact]
    public void Waves_and_transport_on_an_interval_are_carried_over()
    {
        (double Wave, double Transport) coarse = Errors(33), fine = Errors(65);
        Assert.True(coarse.Wave / fine.Wave > 10 && fine.Wave < 0.01, $"{coarse} {fine}");
        Assert.True(coarse.Transport / fine.Transport > 7 && fine.Transport < 1e-3, $"{coarse} {fine}");

        static (double, double) Errors(int n)
        {
            double h = 1.0 / (n - 1);
            const string Fields = "a: tensor; rho: density; u: scalar; utt: scalar; v: velocity; ut: scalar";
            var options = new CovarianceAugmentation(Fields) { Dimensions = 1, Modes = 2, Strength = 0.4 };
            float[][] c = options.Copies([n], 3, At(Smooth.A11), At(Smooth.C), At(Smooth.U),
                At((x, y) => Smooth.Divergence(x, y, (s, t) => Smooth.A11(s, t) * Smooth.Dx(Smooth.U, s, t),
                    (_, _) => 0) / Smooth.C(x, y)), At(Smooth.B1),
                At((x, y) => -Smooth.B1(x, y) * Smooth.Dx(Smooth.U, x, y)))[0];
            double wave = 0, transport = 0;
            double[] flux = new double[n];
            for (int i = 2; i < n - 2; i++)
            {
                flux[i] = c[0][i] * Slope(i, k => c[2][k]);
                transport = Math.Max(transport, Math.Abs(c[5][i] + c[4][i] * Slope(i, k => c[2][k])));
            }
            for (int i = 4; i < n - 4; i++)
                wave = Math.Max(wave, Math.Abs(c[1][i] * c[3][i] - Slope(i, k => flux[k])));
            return (wave, transport);

            double Slope(int i, Func<int, double> f) => (8 * (f(i + 1) - f(i - 1)) - f(i + 2) + f(i - 2)) / (12 * h);
            float[] At(Func<double, double, double> f) => [.. Enumerable.Range(0, n).Select(i => (float)f(i * h, 0.3))];
        }
    }

    /// <summary>Two values of the coefficient: interpolated linearly, the tensors stay positive.</summary>
    [Fact]
    public void Linear_interpolation_keeps_jumping_coefficients_positive()
    {
        var random = new Random(3);
        float[] a = [.. Enumerable.Range(0, 64).Select(_ => random.Next(2) == 0 ? 3f : 12f)];
        var options = new CovarianceAugmentation("a: tensor")
        {
            Copies = 20,
            Placement = PointPlacement.CellCentres,
            Interpolation = GridInterpolation.Linear,
        };
        foreach (float[][] copy in options.Copies([8, 8], 1, [.. a, .. new float[64], .. a]))
            for (int i = 0; i < 64; i++)
            {
                double xx = copy[0][i], xy = copy[0][64 + i], yy = copy[0][128 + i];
                Assert.True(xx > 0 && xx * yy - xy * xy > 8, $"{xx} {xy} {yy}");
            }
    }

    /// <summary>On a box of twice the length, the same map bends the axes by other angles.</summary>
    [Fact]
    public void The_lengths_of_the_box_enter_the_tensor()
    {
        float[] unit = [.. Enumerable.Repeat(1f, 64), .. new float[64], .. Enumerable.Repeat(1f, 64)];
        float[] square = Copy(null), box = Copy([2, 1]);
        Assert.NotEqual(square[70], box[70]);
        // det a = det J² det J⁻² det 1 in two dimensions.
        for (int i = 0; i < 64; i++) Assert.Equal(1, box[i] * box[128 + i] - box[64 + i] * box[64 + i], 1e-4);

        float[] Copy(double[]? lengths)
            => new CovarianceAugmentation("a: tensor") { Lengths = lengths }.Copies([8, 8], 2, unit)[0][0];
    }

    [Fact]
    public void A_scalar_coefficient_in_the_plane_is_refused()
        => Assert.Contains("operators.ToTensor", Assert.Throws<ArgumentException>(()
            => new CovarianceAugmentation("a: tensor").Copies([8, 8], 0, new float[64])).Message);

    [Fact]
    public void Splines_need_four_points()
        => Assert.Contains("at least 4 points", Assert.Throws<ArgumentException>(()
            => new CovarianceAugmentation("u: scalar").Copies([8, 3], 0, new float[24])).Message);

    private static float[] Sampled(PointPlacement placement, int n, Func<double, double, double> f)
        => [.. from i in Enumerable.Range(0, n)
               from j in Enumerable.Range(0, n)
               select (float)f(GridSampler.Coordinate(placement, i, n), GridSampler.Coordinate(placement, j, n))];

    // The largest residual over the largest source, by differences of fourth order away from the boundary.
    private static double Residual(PointPlacement placement, int n)
    {
        var options = new CovarianceAugmentation(Diffusion)
        {
            Placement = placement,
            Modes = 2,
            Strength = 0.3,
            Bending = 0.5,
        };
        float[] a = [.. At(Smooth.A11), .. At(Smooth.A12), .. At(Smooth.A22)], b = [.. At(Smooth.B1), .. At(Smooth.B2)];
        float[][] copy = options.Copies([n, n], 11, a, b, At(Smooth.C), At(Smooth.Source), At(Smooth.U))[0];
        double h = placement == PointPlacement.Periodic ? 1.0 / n : 1.0 / (n - 1), worst = 0;
        for (int i = 4; i < n - 4; i++)
            for (int j = 4; j < n - 4; j++)
            {
                double divergence = Slope(i, j, 0, (k, l) => Flux(0, k, l)) + Slope(i, j, 1, (k, l) => Flux(1, k, l));
                double transport = copy[1][i * n + j] * Slope(i, j, 0, U) + copy[1][(n + i) * n + j]
                    * Slope(i, j, 1, U);
                double left = -divergence + transport + copy[2][i * n + j] * U(i, j);
                worst = Math.Max(worst, Math.Abs(left - copy[3][i * n + j]));
            }
        return worst / copy[3].Max(Math.Abs);

        float[] At(Func<double, double, double> f) => Sampled(placement, n, f);
        double U(int i, int j) => copy[4][i * n + j];
        double Flux(int component, int i, int j)
            => copy[0][(component * n + i) * n + j] * Slope(i, j, 0, U)
                + copy[0][((component + 1) * n + i) * n + j] * Slope(i, j, 1, U);
        double Slope(int i, int j, int axis, Func<int, int, double> f)
        {
            int k = axis == 0 ? 1 : 0, l = 1 - k;
            return (8 * (f(i + k, j + l) - f(i - k, j - l)) - f(i + 2 * k, j + 2 * l) + f(i - 2 * k, j - 2 * l))
                / (12 * h);
        }
    }

    /// <summary>Smooth periodic coefficients and a solution, with the source that belongs to them.</summary>
    private static class Smooth
    {
        public static double U(double x, double y) => Math.Sin(2 * Math.PI * x + 0.3) * Math.Cos(2 * Math.PI * y);

        public static double A11(double x, double y) => 2 + Math.Sin(2 * Math.PI * (x + y));

        public static double A12(double x, double y) => 0.5 * Math.Cos(2 * Math.PI * x);

        public static double A22(double x, double y) => 1.5 + 0.5 * Math.Sin(2 * Math.PI * (x - y));

        public static double B1(double x, double y) => 1 + 0.5 * Math.Cos(2 * Math.PI * x);

        public static double B2(double x, double y) => Math.Sin(2 * Math.PI * x);

        public static double C(double x, double y) => 2 + Math.Cos(2 * Math.PI * (x + 2 * y));

        public static double Dx(Func<double, double, double> f, double x, double y) => Slope(s => f(x + s, y));

        public static double Dy(Func<double, double, double> f, double x, double y) => Slope(s => f(x, y + s));

        public static double Divergence(double x, double y, Func<double, double, double> p,
            Func<double, double, double> q)
            => Dx(p, x, y) + Dy(q, x, y);

        public static double Source(double x, double y)
            => -Divergence(x, y, (s, t) => A11(s, t) * Dx(U, s, t) + A12(s, t) * Dy(U, s, t),
                (s, t) => A12(s, t) * Dx(U, s, t) + A22(s, t) * Dy(U, s, t))
                + B1(x, y) * Dx(U, x, y) + B2(x, y) * Dy(U, x, y) + C(x, y) * U(x, y);

        private static double Slope(Func<double, double> f)
        {
            const double Step = 1e-3;
            return (8 * (f(Step) - f(-Step)) - f(2 * Step) + f(-2 * Step)) / (12 * Step);
        }
    }
}
