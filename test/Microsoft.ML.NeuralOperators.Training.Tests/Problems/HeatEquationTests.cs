using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public class HeatEquationTests
{
    /// <summary>Differences of second order in time and space leave an error that falls with their square.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Solutions_solve_the_equation(int dimensions)
    {
        double coarse = Residual(dimensions, 64, 0.02), fine = Residual(dimensions, 128, 0.01);
        Assert.InRange(coarse / fine, 3.5, 4.5);
        Assert.InRange(fine, 1e-6, 0.2);
    }

    [Fact]
    public void A_single_wave_decays_by_its_exponent()
    {
        var options = new HeatOptions { Waves = 1, Points = 32, Frames = 2, Start = 1, Interval = 4, LargestWave = 1 };
        FieldSamples u = new HeatEquation(options).Generate(2, 4)[0];
        for (int i = 0; i < 32; i++) Assert.Equal(u[1][i] * Math.Exp(-0.04), u[1][32 + i], 1e-6);
    }

    [Fact]
    public void The_mean_stays_zero()
    {
        FieldSamples u = new HeatEquation(new() { Dimensions = 2, Points = 32, Frames = 2 }).Generate(1, 4)[0];
        Assert.InRange(Math.Abs(u.Values[..1024].Average()), 0, 1e-6);
        Assert.InRange(Math.Abs(u.Values[1024..].Average()), 0, 1e-6);
    }

    // Mean of |u_t - κΔu| over that of |u_t|, at the middle of three frames.
    private static double Residual(int dimensions, int points, double interval)
    {
        var options = new HeatOptions
        {
            Dimensions = dimensions,
            Points = points,
            Frames = 3,
            Interval = interval,
            Period = 1,
            Diffusivity = 0.1,
            LargestWave = 3,
            Start = 0.1 - interval,
        };
        FieldSamples u = new HeatEquation(options).Generate(1, 2)[0];
        int length = u.SampleLength / 3, rows = length / points;
        double error = 0, norm = 0;
        for (int i = 0; i < length; i++)
        {
            int row = i / points, column = i % points;
            double rate = (u[0][2 * length + i] - u[0][i]) / (2 * interval), bend = -2 * dimensions * At(row, column)
                + At(row, column + 1) + At(row, column - 1);
            if (dimensions == 2) bend += At(row + 1, column) + At(row - 1, column);
            error += Math.Abs(rate - 0.1 * bend * points * points);
            norm += Math.Abs(rate);
        }
        return error / norm;

        double At(int row, int column)
            => u[0][length + (row + rows) % rows * points + (column + points) % points];
    }
}
