using Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class ShallowWaterTests
{
    private static readonly Lazy<FieldSamples> Dam = new(
        () => new ShallowWaterEquation(new() { Points = 64, Frames = 3, Interval = 0.5, HasMomentum = true })
        .Generate(2, 3)[0]);

    [Fact]
    public void Water_is_neither_made_nor_lost()
    {
        double[] water = [.. Enumerable.Range(0, 3).Select(frame => Part(frame, 0).Sum(h => (double)h))];
        Assert.All(water, sum => Assert.Equal(1, sum / water[0], 1e-6));
        Assert.InRange(water[0] / 4096, 1, 1.1);
        // Momentum goes out on all sides alike.
        for (int frame = 1; frame < 3; frame++)
        {
            Assert.InRange(Math.Abs(Part(frame, 1).Sum(q => (double)q)), 0, 1e-3);
            Assert.InRange(Part(frame, 1).Max(), 0.05f, 1);
        }
    }

    [Fact]
    public void Waves_are_round()
    {
        float[] h = Part(2, 0);
        for (int i = 0; i < 64; i++)
            for (int j = 0; j < 64; j++)
            {
                Assert.Equal(h[i * 64 + j], h[j * 64 + i], 1e-6);
                Assert.Equal(h[i * 64 + j], h[(63 - i) * 64 + j], 1e-6);
            }
    }

    /// <summary>Stoker's solution of a straight dam: a fan, water between, and a front (Water Waves, 1957).</summary>
    [Fact]
    public void A_straight_dam_breaks_as_Stoker_says()
    {
        double coarse = Error(64), fine = Error(256);
        // Across fronts the error of any scheme falls with the spacing at best.
        Assert.InRange(coarse / fine, 2.8, 6);
        Assert.InRange(fine, 0, 4e-3);

        static double Error(int size)
        {
            var scheme = new WaterWaves(size, 5.0 / size, 1);
            double[] state = Start(scheme, (i, _) => 2 * i < size ? 2 : 1);
            state = Run(scheme, state, 0.8, 4 * size);
            // Between, 2(√2 - √h) = (h - 1)√((h + 1)/(2h)).
            double low = 1, high = 2;
            for (int step = 0; step < 60; step++)
            {
                double h = (low + high) / 2;
                if (2 * (Math.Sqrt(2) - Math.Sqrt(h)) > (h - 1) * Math.Sqrt((h + 1) / (2 * h))) low = h;
                else high = h;
            }
            double speed = 2 * (Math.Sqrt(2) - Math.Sqrt(low)), front = low * speed / (low - 1), error = 0;
            for (int i = 0; i < size; i++)
            {
                double x = ((i + 0.5) / size - 0.5) * 5 / 0.8, c = (2 * Math.Sqrt(2) - x) / 3;
                double exact = x < -Math.Sqrt(2) ? 2 : x < speed - Math.Sqrt(low) ? c * c : x < front ? low : 1;
                error += Math.Abs(state[At(scheme, i, size / 2)] - exact) / size;
            }
            return error;
        }
    }

    [Fact]
    public void The_error_of_smooth_waves_falls_with_the_square_of_the_spacing()
    {
        double[] finest = Bump(160);
        double coarse = Distance(Bump(20), finest, 8), fine = Distance(Bump(40), finest, 4);
        Assert.InRange(coarse / fine, 3, 5.5);

        static double[] Bump(int size)
        {
            var scheme = new WaterWaves(size, 5.0 / size, 1);
            double[] state = Start(scheme, (i, j) =>
            {
                (double x, double y) = (((i + 0.5) / size - 0.5) * 5, ((j + 0.5) / size - 0.5) * 5);
                return 1 + 0.1 * Math.Exp(-2 * (x * x + y * y));
            });
            state = Run(scheme, state, 0.6, size);
            return [.. from i in Enumerable.Range(0, size) from j in Enumerable.Range(0,
                size) select state[At(scheme, i, j)]];
        }

        static double Distance(double[] coarse, double[] fine, int ratio)
        {
            int n = (int)Math.Sqrt(coarse.Length), m = n * ratio;
            double error = 0;
            for (int i = 0; i < m * m; i++)
                coarse[i / m / ratio * n + i % m / ratio] -= fine[i] / (ratio * ratio);
            foreach (double e in coarse) error += Math.Abs(e);
            return error / coarse.Length;
        }
    }

    [Fact]
    public void Still_water_stays_still()
    {
        var scheme = new WaterWaves(11, 0.1, 9.81);
        double[] start = Start(scheme, (_, _) => 1.5), end = Run(scheme, [.. start], 1, 100);
        for (int i = 0; i < 11; i++)
            for (int part = 0; part < 3; part++)
                Assert.Equal(start[part * 225 + At(scheme, i, i)], end[part * 225 + At(scheme, i, i)], 1e-12);
    }

    private static float[] Part(int frame, int channel) => [.. Dam.Value[1].Slice((3 * frame + channel) * 4096, 4096)];

    private static double[] Start(WaterWaves scheme, Func<int, int, double> depth)
    {
        var state = new double[scheme.Length];
        for (int i = 0; i < scheme.Layout.Size; i++)
            for (int j = 0; j < scheme.Layout.Size; j++) state[At(scheme, i, j)] = depth(i, j);
        return state;
    }

    private static int At(WaterWaves scheme, int row, int column)
        => (scheme.Layout.Margin + row) * scheme.Layout.Stride + scheme.Layout.Margin + column;

    private static double[] Run(WaterWaves scheme, double[] state, double time, int steps)
    {
        var method = new RungeKutta(scheme);
        for (int step = 0; step < steps; step++) method.Step(ref state, time / steps);
        return state;
    }
}
