namespace Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;

/// <summary>A conservation law on the cells of a grid, in the layout that suits it.</summary>
internal interface IScheme
{
    /// <summary>Numbers of a state.</summary>
    int Length { get; }

    /// <summary>
    /// into ← share·start + (1 - share)·(from + step·rate(from)), from which stages of Runge-Kutta methods are made.
    /// </summary>
    /// <param name="from">The state to go on from; cells beyond the boundary are set.</param>
    /// <param name="step">Length of the step.</param>
    /// <param name="start">A state that is mixed in.</param>
    /// <param name="share">How much of it.</param>
    /// <param name="into">Receives the result; none of the others.</param>
    void Euler(Span<double> from, double step, ReadOnlySpan<double> start, double share, Span<double> into);
}
