namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// One level of a cycle: how it is reached from the finer one, its smoothing steps, and the way back up to it.
/// </summary>
internal sealed class MultigridLevel
{
    /// <summary>Π: restriction of the solution; null on the finest level.</summary>
    public GridConvolution? RestrictSolution { get; init; }

    /// <summary>R: restriction of the right-hand side; null on the finest level.</summary>
    public GridConvolution? RestrictSource { get; init; }

    /// <summary>A of the residual that is restricted, where residuals are.</summary>
    public GridConvolution? ResidualOperator { get; init; }

    /// <summary>Steps on the way down.</summary>
    public required IReadOnlyList<SmoothingStep> Pre { get; init; }

    /// <summary>Steps on the way up.</summary>
    public required IReadOnlyList<SmoothingStep> Post { get; init; }

    /// <summary>P: from the next coarser level; null on the coarsest.</summary>
    public Prolongation? Prolongation { get; init; }

    /// <summary>Norm after the prolongation, in published weights.</summary>
    public GridNormalization? Normalization { get; init; }

    /// <summary>R f, or R(f - A u), on this level.</summary>
    public Value Source(Value? u, Value f)
        => RestrictSource!.Apply(ResidualOperator is null || u is null ? f : f - ResidualOperator.Apply(u));

    /// <summary>The solution with the coarser one's prolongated onto it, smoothed.</summary>
    public Value Correct(Value? u, Value f, Value coarse)
    {
        Value raised = Prolongation!.Apply(coarse, f.Shape);
        u = u is null ? raised : u + raised;
        if (Normalization is not null) u = Normalization.Apply(u);
        return Post.Aggregate(u, (guess, step) => step.Apply(guess, f));
    }
}
