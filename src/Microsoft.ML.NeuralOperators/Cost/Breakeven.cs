namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How many solves pay for an operator: after N* = (data + training + tuning)/(solver - operator) of them it has cost
/// less than a classical solver of the same error (arXiv:2605.15399).
/// </summary>
/// <remarks>
/// All costs have one unit, such as seconds on the same device. The solver is not the one that made the data, which is
/// far more exact, but one on the coarsest grid whose error is the operator's. Between its grids the logarithm of its
/// cost is linear in the logarithm of its error.
/// </remarks>
public sealed record Breakeven
{
    private Breakeven(double investment, double error, double prediction, double? solve, bool isCoarsest)
        => (Investment, Error, PredictionSeconds, SolverSeconds, IsLowerBound) =
            (investment, error, prediction, solve, isCoarsest);

    /// <summary>What was spent before the first prediction: data, training, tuning.</summary>
    public double Investment { get; }

    /// <summary>The operator's error, which the solver has to meet.</summary>
    public double Error { get; }

    /// <summary>Time of one prediction.</summary>
    public double PredictionSeconds { get; }

    /// <summary>
    /// Time of one solve with the operator's error; null where even the finest grid has a larger one, so that nothing
    /// is known.
    /// </summary>
    public double? SolverSeconds { get; }

    /// <summary>
    /// Whether even the coarsest grid has a smaller error than the operator: a solver of the same error is cheaper
    /// still, and <see cref="Solves"/> is a lower bound.
    /// </summary>
    public bool IsLowerBound { get; }

    /// <summary>
    /// N*: solves after which the operator has cost less; infinite where a prediction takes as long as a solve, null
    /// where no grid of the solver has the operator's error.
    /// </summary>
    public double? Solves => SolverSeconds is not { } solve ? null
        : solve > PredictionSeconds ? Investment / (solve - PredictionSeconds) : double.PositiveInfinity;

    /// <summary>How many predictions take as long as one solve of the same error; null where none has it.</summary>
    public double? SpeedUp => SolverSeconds / PredictionSeconds;

    /// <summary>The breakeven of an operator.</summary>
    /// <param name="dataSeconds">Time of making the training and validation data.</param>
    /// <param name="trainingSeconds">Time of training.</param>
    /// <param name="error">The operator's relative error on unseen problems.</param>
    /// <param name="predictionSeconds">Time of one prediction, with all the work around it.</param>
    /// <param name="solver">A classical solver on several grids, in any order.</param>
    /// <param name="tuningSeconds">Time of trainings that were thrown away. Default 0.</param>
    /// <exception cref="ArgumentException">No grid was given, or a number is negative or not finite.</exception>
    public static Breakeven Of(double dataSeconds, double trainingSeconds, double error, double predictionSeconds,
        IReadOnlyList<SolverCost> solver, double tuningSeconds = 0)
    {
        ArgumentNullException.ThrowIfNull(solver);
        foreach ((string name, double value) in ((string, double)[])[(nameof(dataSeconds), dataSeconds),
            (nameof(trainingSeconds), trainingSeconds), (nameof(error), error),
            (nameof(predictionSeconds), predictionSeconds), (nameof(tuningSeconds), tuningSeconds)])
            if (!(value >= 0 && double.IsFinite(value)))
                throw new ArgumentException($"{name} is {value}; expected a number from 0.", name);
        if (solver.Count == 0) throw new ArgumentException("The solver has no grid; expected one at least.",
            nameof(solver));
        if (solver.FirstOrDefault(s => !(s.Error >= 0 && s.Seconds > 0 && double.IsFinite(s.Error + s.Seconds)))
            is { } wrong)
            throw new ArgumentException($"{wrong} makes no sense; expected an error from 0 and a positive time.",
                nameof(solver));
        var (seconds, isCoarsest) = Meet(error, Falling(solver));
        return new Breakeven(dataSeconds + trainingSeconds + tuningSeconds, error, predictionSeconds, seconds,
            isCoarsest);
    }

    /// <summary>Cost of so many predictions, data and training included.</summary>
    public double CostOfOperator(double solves) => Investment + solves * PredictionSeconds;

    /// <summary>Cost of so many solves with the same error; null where no grid of the solver has it.</summary>
    public double? CostOfSolver(double solves) => solves * SolverSeconds;

    // Sorted from coarse to fine; a grid whose error does not improve on the coarser ones is skipped.
    private static List<SolverCost> Falling(IEnumerable<SolverCost> solver)
    {
        var grids = new List<SolverCost>();
        foreach (SolverCost grid in solver.OrderBy(s => s.Points))
            if (grids.Count == 0 || grid.Error < grids[^1].Error) grids.Add(grid);
        return grids;
    }

    private static (double? Seconds, bool IsCoarsest) Meet(double error, List<SolverCost> grids)
    {
        if (error >= grids[0].Error) return (grids[0].Seconds, error > grids[0].Error);
        int finer = grids.FindIndex(g => g.Error <= error);
        if (finer < 0) return (null, false);
        (SolverCost low, SolverCost high) = (grids[finer - 1], grids[finer]);
        if (high.Error == 0) return (high.Seconds, false);
        double share = Math.Log(low.Error / error) / Math.Log(low.Error / high.Error);
        return (low.Seconds * Math.Pow(high.Seconds / low.Seconds, share), false);
    }
}
