using Microsoft.ML.NeuralOperators.Problems;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class ElasticPlateTests
{
    private const double Modulus = 2, Ratio = 0.3, Radius = 0.2;

    /// <summary>Linear displacements are exact whatever the hole, and so are their constant stresses.</summary>
    [Fact]
    public void Constant_strain_is_exact()
    {
        var system = System(16, 3);
        double[] radius = [.. Enumerable.Range(0, 32).Select(i => 0.25 + 0.05 * Math.Sin(3 * 2 * Math.PI * i / 32))];
        (double[] x, double[] y) = system.Mesh.Place(radius);
        double[] exact = [.. x.SelectMany((_, p) => new[] { 0.1 * x[p] - 0.2 * y[p], 0.3 * x[p] + 0.05 * y[p] })];
        double[] held = Held(exact, [.. system.Mesh.Outer, .. system.Mesh.Hole]);
        double[] u = system.Solve(x, y, held, new double[held.Length]);
        for (int i = 0; i < u.Length; i++) Assert.Equal(exact[i], u[i], 1e-12);
        double direct = Modulus / (1 - Ratio * Ratio);
        Assert.All(system.Stresses(x, y, u), s =>
        {
            Assert.Equal(direct * (0.1 + Ratio * 0.05), s.Xx, 1e-10);
            Assert.Equal(direct * (0.05 + Ratio * 0.1), s.Yy, 1e-10);
            Assert.Equal(direct * (1 - Ratio) / 2 * 0.1, s.Xy, 1e-10);
        });
    }

    /// <summary>
    /// Kirsch's round hole in a plate under tension, held at the edge as in an endless plate: displacements of third
    /// order, stresses of second, and three times the tension at the hole.
    /// </summary>
    [Fact]
    public void Kirschs_plate_converges_to_three_times_the_tension()
    {
        (double U, double S, double Top)[] errors = Array.ConvertAll(new[] { 8, 16, 32 }, around =>
        {
            PlateSystem system = System(around, around / 4);
            (double[] x, double[] y) = system.Mesh.Place([.. Enumerable.Repeat(Radius, 2 * around)]);
            double[] exact = [.. x.SelectMany((_, p) => Kirsch(x[p] - 0.5, y[p] - 0.5))];
            double[] u = system.Solve(x, y, Held(exact, system.Mesh.Outer), new double[exact.Length]);
            (double Xx, double Yy, double Xy)[] s = system.Stresses(x, y, u);
            double stress = s.Select((t, p) => Math.Pow(t.Xx - KirschsTension(x[p] - 0.5, y[p] - 0.5), 2)).Average();
            return (Math.Sqrt(u.Zip(exact, (a, b) => (a - b) * (a - b)).Average()), Math.Sqrt(stress),
                s[2 * around / 4].Xx);
        });
        Assert.InRange(errors[0].U / errors[1].U, 6, 20);
        Assert.InRange(errors[1].U / errors[2].U, 7, 20);
        Assert.InRange(errors[1].S / errors[2].S, 3, 10);
        Assert.InRange(errors[2].Top, 2.9, 3.1);
    }

    /// <summary>The support takes what the load gives: the virtual work of a rise of the whole plate.</summary>
    [Fact]
    public void The_load_is_carried_to_the_bottom()
    {
        var options = new ElasticPlateOptions { Radius = 0.25, Load = null, Traction = 2, PoissonRatio = 0 };
        IReadOnlyList<FieldSamples> fields = new ElasticPlate(options).Generate(1, 0);
        int points = fields[0].Grid[0];
        float[] x = fields[0][0].ToArray(), t = fields[1][0].ToArray(), u = fields[2][0].ToArray(),
            s = fields[3][0].ToArray();
        Assert.Equal(1088, points);
        for (int p = 0; p < points; p++)
        {
            Assert.Equal(x[points + p] == 1 ? 2 : 0, t[points + p]);
            if (x[points + p] == 0) Assert.Equal((0f, 0f), (u[p], u[points + p]));
        }
        // Held and drawn the same way, the plate is the same seen in a mirror.
        for (int p = 0; p < points; p++)
        {
            int mirror = Enumerable.Range(0, points).First(q => Math.Abs(x[q] - (1 - x[p])) < 1e-6
                && Math.Abs(x[points + q] - x[points + p]) < 1e-6);
            Assert.Equal(-u[p], u[mirror], 1e-2);
            Assert.Equal(u[points + p], u[points + mirror], 1e-2);
        }
        // At the ends of the level diameter the hole concentrates the mean, 2/(1 - 0.5) there and more.
        Assert.InRange(s[0], 4, 12);
        double top = Enumerable.Range(0, points).Where(p => x[points + p] == 1).Average(p => u[points + p]);
        // More than the 2 of a plate without hole.
        Assert.InRange(top, 2.2, 4);
    }

    /// <summary>
    /// A load that is held at the edge everywhere else, of Kirsch's stresses on the top: its exact solution again.
    /// </summary>
    [Fact]
    public void Forces_of_a_load_converge()
    {
        double[] errors = Array.ConvertAll(new[] { 16, 32 }, around =>
        {
            PlateSystem system = System(around, around / 4);
            (double[] x, double[] y) = system.Mesh.Place([.. Enumerable.Repeat(Radius, 2 * around)]);
            double[] exact = [.. x.SelectMany((_, p) => Kirsch(x[p] - 0.5, y[p] - 0.5))];
            int[] top = [.. system.Mesh.Outer.Where(p => y[p] == 1)];
            double[] traction = new double[exact.Length];
            foreach (int p in top)
                (traction[2 * p], traction[2 * p + 1]) = KirschsTraction(x[p] - 0.5, y[p] - 0.5);
            double[] held = Held(exact, [.. system.Mesh.Outer.Except(top[1..^1])]);
            double[] u = system.Solve(x, y, held, PlateLoad.Forces(top, traction));
            return Math.Sqrt(u.Zip(exact, (a, b) => (a - b) * (a - b)).Average());
        });
        Assert.InRange(errors[0] / errors[1], 6, 20);
    }

    [Fact]
    public void Random_holes_stay_within_their_bounds_and_differ()
    {
        FieldSamples x = new ElasticPlate().Generate(3, 1)[0];
        for (int sample = 0; sample < 3; sample++)
        {
            float[] p = x[sample].ToArray();
            double[] radius = [.. Enumerable.Range(0, 64).Select(i => Math.Sqrt(Math.Pow(p[i] - 0.5, 2)
                + Math.Pow(p[1088 + i] - 0.5, 2)))];
            Assert.All(radius, r => Assert.InRange(r, 0.2, 0.4));
            Assert.True(radius.Max() - radius.Min() > 0.02);
        }
        Assert.NotEqual(x[0].ToArray(), x[1].ToArray());
    }

    [Fact]
    public void Elements_cover_the_plate_once()
    {
        var mesh = new PlateMesh(16, 4);
        (double[] x, double[] y) = mesh.Place([.. Enumerable.Repeat(Radius, 32)]);
        double area = mesh.Triangles.Sum(t => Math.Abs((x[t[1]] - x[t[0]]) * (y[t[2]] - y[t[0]])
            - (x[t[2]] - x[t[0]]) * (y[t[1]] - y[t[0]])) / 2);
        // The corners make a polygon of 16 sides of the hole.
        Assert.Equal(1 - 8 * Radius * Radius * Math.Sin(Math.PI / 8), area, 1e-12);
        Assert.Equal(mesh.Points, mesh.Triangles.SelectMany(t => t).Distinct().Count());
    }

    private static PlateSystem System(int around, int across)
        => new(new PlateMesh(around, across), new PlaneStress(Modulus, Ratio));

    private static double[] Held(double[] exact, int[] points)
    {
        var held = new double[exact.Length];
        Array.Fill(held, double.NaN);
        foreach (int p in points) (held[2 * p], held[2 * p + 1]) = (exact[2 * p], exact[2 * p + 1]);
        return held;
    }

    // Displacements for the tension 1 along x (Timoshenko and Goodier, Theory of Elasticity, section 35).
    private static double[] Kirsch(double x, double y)
    {
        double r = Math.Sqrt(x * x + y * y), angle = Math.Atan2(y, x), a = Radius, shear = Modulus / (2 * (1 + Ratio)),
            kappa = (3 - Ratio) / (1 + Ratio), scale = a / (8 * shear);
        return
        [
            scale * (r / a * (kappa + 1) * Math.Cos(angle) + 2 * a / r * ((1 + kappa) * Math.Cos(angle)
                + Math.Cos(3 * angle)) - 2 * a * a * a / (r * r * r) * Math.Cos(3 * angle)),
            scale * (r / a * (kappa - 3) * Math.Sin(angle) + 2 * a / r * ((1 - kappa) * Math.Sin(angle)
                + Math.Sin(3 * angle)) - 2 * a * a * a / (r * r * r) * Math.Sin(3 * angle)),
        ];
    }

    private static double KirschsTension(double x, double y)
    {
        double s = Radius * Radius / (x * x + y * y), angle = Math.Atan2(y, x);
        return 1 - s * (1.5 * Math.Cos(2 * angle) + Math.Cos(4 * angle)) + 1.5 * s * s * Math.Cos(4 * angle);
    }

    // σxy and σyy.
    private static (double X, double Y) KirschsTraction(double x, double y)
    {
        double s = Radius * Radius / (x * x + y * y), angle = Math.Atan2(y, x);
        return (-s * (0.5 * Math.Sin(2 * angle) + Math.Sin(4 * angle)) + 1.5 * s * s * Math.Sin(4 * angle),
            -s * (0.5 * Math.Cos(2 * angle) - Math.Cos(4 * angle)) - 1.5 * s * s * Math.Cos(4 * angle));
    }
}
