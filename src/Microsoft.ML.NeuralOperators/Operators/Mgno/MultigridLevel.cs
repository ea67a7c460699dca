namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// One level of a cycle: how it is reached from the finer one, its smoothing steps, and the way back up to it.
/// </summary>
/// <param name="ResidualOperator">A of the residual that is restricted, where residuals are.</param>
/// <param name="RestrictSolution">Π: restriction of the solution; null on the finest level.</param>
/// <param name="RestrictSource">R: restriction of the right-hand side; null on the finest level.</param>
/// <param name="Pre">Steps on the way down.</param>
/// <param name="Post">Steps on the way up.</param>
/// <param name="Prolongation">P: from the next coarser level; null on the coarsest.</param>
/// <param name="Normalization">Norm after the prolongation, in published weights.</param>
internal sealed record MultigridLevel(GridConvolution? ResidualOperator, GridConvolution? RestrictSolution,
    GridConvolution? RestrictSource, SmoothingStep[] Pre, SmoothingStep[] Post, Prolongation? Prolongation,
    GridNormalization? Normalization)
{
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
