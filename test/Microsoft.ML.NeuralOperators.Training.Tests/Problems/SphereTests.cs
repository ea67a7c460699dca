using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Problems;
using Microsoft.ML.NeuralOperators.Problems.Sphere;
using Microsoft.ML.NeuralOperators.Sphere;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class SphereTests
{
    private const int Latitudes = 24, Degree = 8;
    private static readonly SphericalShallowWaterOptions Earth = new() { Points = Latitudes };

    [Fact]
    public void Transforms_invert_each_other_and_keep_the_norm()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        (double[] sines, double[] weights) = GaussPoints.Of(Latitudes);
        Assert.Equal(2, weights.Sum(), 1e-13);
        // Of degree 2n - 1 and one more.
        Assert.Equal(2.0 / 47, weights.Zip(sines, (w, s) => w * Math.Pow(s, 46)).Sum(), 1e-14);
        var transform = new SphericalTransform(Degree, sines);
        torch.Tensor coefficients = Random(2), fields = transform.Fields(coefficients),
            w = weights.ToTensor(null, Latitudes);
        torch.Tensor again = transform.Project(transform.Waves(fields, w));
        Assert.InRange((again - coefficients).abs().max().item<double>(), 0, 1e-13);
        // Waves of order m count twice, for m and -m.
        double[] twice = [1, .. Enumerable.Repeat(2.0, Degree - 1)];
        double expected = (coefficients.square() * twice.ToTensor(null, Degree, 1, 1, 1)).sum().item<double>();
        double norm = (fields.square() * w.reshape(1, -1, 1)).sum().item<double>() * Math.PI / Latitudes;
        Assert.Equal(1, norm / expected, 1e-12);
    }

    [Fact]
    public void Harmonics_are_the_orthonormal_ones()
    {
        double[] sines = [0.3, -0.8];
        var table = new LegendreTable(3, sines);
        for (int i = 0; i < 2; i++)
        {
            (double x, double y) = (sines[i], Math.Sqrt(1 - sines[i] * sines[i]));
            Assert.Equal(Math.Sqrt(3 / (4 * Math.PI)) * x, table.Values[2 + i], 1e-14);
            Assert.Equal(-Math.Sqrt(3 / (8 * Math.PI)) * y, table.Values[(3 + 1) * 2 + i], 1e-14);
            Assert.Equal(-Math.Sqrt(15 / (8 * Math.PI)) * x * y, table.Values[(3 + 2) * 2 + i], 1e-14);
            Assert.Equal(Math.Sqrt(3 / (4 * Math.PI)) * y * y, table.Slopes[2 + i], 1e-14);
            Assert.Equal(Math.Sqrt(15 / (8 * Math.PI)) * (x * x - y * y) * y,
                table.Slopes[(3 + 2) * 2 + i], 1e-14);
        }
    }

    /// <summary>Solid rotation in balance with its geopotential stays (Williamson et al. 1992, case 2).</summary>
    [Fact]
    public void Balanced_rotation_stays()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        const double Speed = 40;
        torch.Tensor state = torch.zeros([Degree, Degree, 3, 2], torch.float64);
        double bend = Earth.Radius * Earth.Rotation * Speed + Speed * Speed / 2;
        // sin² θ has the degrees 0 and 2, ζ = 2U/R sin θ the degree 1, of which a little decays.
        Set(0, 0, Math.Sqrt(4 * Math.PI) * (Earth.Gravity * Earth.Depth - bend / 3));
        Set(2, 0, -bend * 4 / 3 * Math.Sqrt(Math.PI / 5));
        Set(1, 1, 2 * Speed / Earth.Radius * Math.Sqrt(4 * Math.PI / 3));
        torch.Tensor before = state.clone();
        torch.Tensor after = Run(state, Earth, 12 * 3600, 240);
        double[] largest = [bend, Speed / Earth.Radius, Speed / Earth.Radius];
        for (int field = 0; field < 3; field++)
            Assert.InRange((after - before).select(2, field).abs().max().item<double>() / largest[field], 0, 1e-4);

        void Set(int l, int field, double value)
        {
            using torch.Tensor at = state[0, l, field];
            at[0].copy_(torch.tensor(value, torch.float64));
        }
    }

    /// <summary>Without rotation a small wave of degree l swings with √(gh·l(l+1))/R.</summary>
    [Fact]
    public void Small_waves_swing_with_their_frequency()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        SphericalShallowWaterOptions still = Earth with { Rotation = 0 };
        torch.Tensor state = torch.zeros([Degree, Degree, 3, 2], torch.float64);
        double mean = Earth.Gravity * Earth.Depth;
        state[0, 0, 0].copy_(torch.tensor(new[] { Math.Sqrt(4 * Math.PI) * mean, 0 }));
        state[1, 2, 0].copy_(torch.tensor(new[] { 1e-3, 2e-3 }));
        double time = 5 * 3600, swing = Math.Cos(Math.Sqrt(6 * mean) / Earth.Radius * time);
        double[] wave = Run(state, still, time, 1000)[1, 2, 0].contiguous().data<double>().ToArray();
        // The decay of small waves takes a little of it.
        Assert.Equal(swing, wave[0] / 1e-3, 1e-3);
        Assert.Equal(2, wave[1] / wave[0], 1e-4);
    }

    /// <summary>
    /// The error of later steps falls with the cube, that of the first, which is Euler's, with the square; without the
    /// decay of the smallest waves, which comes after every step.
    /// </summary>
    [Fact]
    public void The_error_falls_with_the_square_of_the_step_or_faster()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        double exact = 0;
        double coarse = Distance(120), fine = Distance(240);
        Assert.InRange(coarse / fine, 3.3, 12);
        Assert.InRange(fine, 0, 1e-3);

        double Distance(int steps)
        {
            torch.Tensor reference = Swing(1920), own = Swing(steps);
            exact = reference.norm().item<double>();
            return (own - reference).norm().item<double>() / exact;
        }

        torch.Tensor Swing(int steps)
        {
            torch.Tensor state = Random(1).repeat(1, 1, 3, 1).Scale(1000);
            state.narrow(2, 1, 2).Scale(1e-8);
            state[0, 0, 0].copy_(torch.tensor(new[] { Math.Sqrt(4 * Math.PI) * Earth.Gravity * Earth.Depth, 0 }));
            state.select(1, 0).narrow(1, 1, 2).zero_();
            // The geopotential's waves without its mean.
            return Run(state, Earth, 6 * 3600, steps, double.PositiveInfinity).select(2, 0).narrow(1, 1, Degree - 1);
        }
    }

    [Fact]
    public void The_mean_geopotential_stays()
    {
        FieldSamples u = new SphericalShallowWaterEquation(new() { Points = 24, Frames = 3, TimeStep = 600 })
            .Generate(1, 3)[0];
        Assert.Equal([24, 48], u.Grid);
        Assert.Equal(9, u.Channels);
        // By the areas of the rings around the latitudes.
        double[] means = [.. Enumerable.Range(0, 3).Select(frame => Enumerable.Range(0, 24).Sum(i =>
            Math.Sin(Math.PI * i / 23) * u.Values.Skip((3 * frame * 24 + i) * 48).Take(48).Average(x => (double)x))
            / Enumerable.Range(0, 24).Sum(i => Math.Sin(Math.PI * i / 23)))];
        Assert.All(means, mean => Assert.Equal(1, mean / means[0], 1e-4));
        Assert.Equal(1, means[0] / 98061.6, 1e-2);
        // All longitudes meet at the poles.
        Assert.Equal(0, u[0][..48].ToArray().Max() - u[0][..48].ToArray().Min(), 0.05);
    }

    private static torch.Tensor Run(torch.Tensor state, SphericalShallowWaterOptions options, double time, int steps,
        double decayTime = 7200)
    {
        (double[] sines, double[] weights) = GaussPoints.Of(Latitudes);
        var transform = new SphericalTransform(Degree, sines);
        var water = new SphericalWater(state, Latitudes, transform, options, decayTime);
        for (int step = 0; step < steps; step++) water.Step(time / steps);
        torch.Tensor fields = water.Values().squeeze(0);
        return transform.Project(transform.Waves(fields, weights.ToTensor(null, Latitudes)));
    }

    // Coefficients [m, l, fields, 2]: none where l < m, real ones of order 0.
    private static torch.Tensor Random(int fields)
    {
        var random = new SeededNormals(3);
        var values = new double[Degree * Degree * fields * 2];
        for (int i = 0; i < values.Length; i++)
        {
            int m = i / (2 * fields * Degree), l = i / (2 * fields) % Degree;
            double next = random.Next();
            values[i] = l < m || (m == 0 && i % 2 == 1) ? 0 : next;
        }
        return values.ToTensor(null, Degree, Degree, fields, 2);
    }
}
