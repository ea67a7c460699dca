using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class StFnoTests
{
    private static readonly StFnoOptions Small = new()
    {
        Modes = [4, 4],
        TimeModes = 4,
        Channels = 6,
        Layers = 2,
        LatentTimes = 3,
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 7)]
    [InlineData(5, 2)]
    public void As_many_frames_come_out_as_are_asked_for(int given, int asked)
    {
        var definition = new StFno(given, asked, Small);
        var (values, _) = TestLayer.Run(definition, x => definition.Run(x), TestLayer.Draw(2 * given * 8 * 9),
            [2, given, 8, 9]);
        Assert.Equal(2 * asked * 8 * 9, values.Length);
        Assert.All(values, value => Assert.True(double.IsFinite(value)));
        // Weights do not know how many there are.
        Assert.Equal(CostInterpreter.Measure(definition, Shape.Of(1, given, 8, 8)).Parameters,
            CostInterpreter.Measure(new StFno(3, 3, Small), Shape.Of(1, 3, 8, 8)).Parameters);
    }

    [Fact]
    public void The_last_layer_gives_the_same_on_every_grid()
    {
        double[] coarse = Run(9, 10), fine = Run(18, 20);
        for (int i = 0; i < 9; i++)
            for (int j = 0; j < 10; j++)
                for (int frame = 0; frame < 2; frame++)
                    Assert.Equal(coarse[(i * 10 + j) * 2 + frame], fine[(2 * i * 20 + 2 * j) * 2 + frame], 1e-9);
        Assert.True(coarse.Max(Math.Abs) > 0.1);

        static double[] Run(int rows, int columns)
        {
            var layer = new FrameOutput(1, [4, 5, 4]);
            return TestLayer.Run(layer, x => layer.Apply(x, 2), [.. Enumerable.Range(0, rows * columns * 3).Select(i =>
            {
                double x = (double)(i / 3 / columns) / rows, y = (double)(i / 3 % columns) / columns;
                return Math.Sin(2 * Math.PI * (x + i % 3)) + (i % 3) * Math.Cos(2 * Math.PI * (y - x));
            })], [rows, columns, 3, 1, 1]).Values;
        }
    }

    /// <summary>Derivatives of few waves on 9 points, by their exact matrix.</summary>
    [Fact]
    public void Velocities_change_without_divergence()
    {
        const int Points = 9, Frames = 3;
        var definition = new StFno(4, 2 * Frames, Small with { IsVelocity = true });
        double[] field = TestLayer.Draw(4 * Points * Points),
            velocities = TestLayer.Run(definition, x => definition.Run(x), field, [1, 4, Points, Points]).Values;
        for (int frame = 0; frame < Frames; frame++)
        {
            double largest = 0, size = 0;
            for (int i = 0; i < Points; i++)
                for (int j = 0; j < Points; j++)
                {
                    double divergence = 0, slope = 0;
                    for (int k = 0; k < Points; k++)
                    {
                        slope += Slope(i - k) * Change(frame, 0, k, j);
                        divergence += Slope(i - k) * Change(frame, 0, k, j) + Slope(j - k) * Change(frame, 1, i, k);
                    }
                    (largest, size) = (Math.Max(largest, Math.Abs(divergence)), Math.Max(size, Math.Abs(slope)));
                }
            Assert.InRange(largest, 0, 1e-6 * size);
            Assert.True(size > 1e-3);
        }

        double Change(int frame, int part, int i, int j)
            => velocities[((2 * frame + part) * Points + i) * Points + j]
                - field[((2 + part) * Points + i) * Points + j];

        // Of the trigonometric polynomial through an odd number of points.
        static double Slope(int steps) => steps == 0 ? 0
            : (steps % 2 == 0 ? 1 : -1) * Math.PI / Math.Sin(Math.PI * steps / Points);
    }

    [Fact]
    public void Velocities_have_two_channels_a_frame()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new StFno(3, 2, Small with { IsVelocity = true }));
        Assert.Contains("IsVelocity needs two channels a frame, got 3 in and 2 out", error.Message);
    }
}
