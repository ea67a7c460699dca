using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

public class BreakevenTests
{
    // Second order: four times the cells, a quarter of the error.
    private static readonly SolverCost[] Solver =
        [new(40, 0.01, 0.4), new(10, 0.16, 0.01), new(20, 0.04, 0.05), new(30, 0.05, 0.1)];

    [Fact]
    public void A_solver_of_the_same_error_pays_for_data_and_training()
    {
        Breakeven result = Breakeven.Of(100, 59, 0.04, 0.01, Solver, tuningSeconds: 1);
        Assert.Equal(0.05, result.SolverSeconds!.Value, 12);
        Assert.Equal(160 / 0.04, result.Solves!.Value, 6);
        Assert.Equal(5, result.SpeedUp!.Value, 12);
        Assert.False(result.IsLowerBound);
    }

    [Fact]
    public void At_that_many_solves_both_have_cost_the_same()
    {
        Breakeven result = Breakeven.Of(7, 300, 0.013, 0.002, Solver);
        double solves = result.Solves!.Value;
        Assert.Equal(result.CostOfOperator(solves), result.CostOfSolver(solves)!.Value, 6);
        Assert.True(result.CostOfOperator(2 * solves) < result.CostOfSolver(2 * solves));
    }

    [Fact]
    public void Between_grids_the_logarithms_are_interpolated()
        // 0.02 is half way from 0.04 to 0.01; the grid of 30 points is no better than that of 20 and does not count.
        => Assert.Equal(Math.Sqrt(0.05 * 0.4), Breakeven.Of(1, 1, 0.02, 0, Solver).SolverSeconds!.Value, 12);

    [Fact]
    public void A_worse_operator_than_the_coarsest_grid_has_a_lower_bound()
    {
        Breakeven result = Breakeven.Of(1, 0, 0.5, 0.001, Solver);
        Assert.True(result.IsLowerBound);
        Assert.Equal(1 / (0.01 - 0.001), result.Solves!.Value, 6);
    }

    [Fact]
    public void An_operator_better_than_the_finest_grid_has_none()
    {
        Breakeven result = Breakeven.Of(1, 1, 0.009, 0.001, Solver);
        Assert.Null(result.SolverSeconds);
        Assert.Null(result.Solves);
        Assert.Null(result.CostOfSolver(3));
    }

    [Fact]
    public void A_prediction_that_takes_as_long_as_a_solve_never_pays()
        => Assert.Equal(double.PositiveInfinity, Breakeven.Of(1, 1, 0.04, 0.05, Solver).Solves);

    [Theory]
    [InlineData(double.NaN, 1, 0.1, 1)]
    [InlineData(1, -1, 0.1, 1)]
    [InlineData(1, 1, double.PositiveInfinity, 1)]
    [InlineData(1, 1, 0.1, -1)]
    public void Numbers_that_make_no_sense_are_refused(double data, double training, double error, double prediction)
        => Assert.Contains("expected a number from 0",
            Assert.Throws<ArgumentException>(() => Breakeven.Of(data, training, error, prediction, Solver)).Message);

    [Fact]
    public void A_solver_needs_a_grid_with_a_time()
    {
        Assert.Throws<ArgumentException>(() => Breakeven.Of(1, 1, 0.1, 1, []));
        Assert.Contains("positive time",
            Assert.Throws<ArgumentException>(() => Breakeven.Of(1, 1, 0.1, 1, [new(3, 0.1, 0)])).Message);
    }
}
