namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// One smoothing step u ← u + S(f - A u) with learned S and A, or u = S f from the guess zero (MgNO, eq. 3.2).
/// </summary>
internal sealed class SmoothingStep : Layer
{
    private readonly GridConvolution? _operator;
    private readonly GridConvolution _smoother;

    /// <summary>Declares the step.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="solution">Channels of u.</param>
    /// <param name="source">Channels of f.</param>
    /// <param name="hasOperator">Whether A is there.</param>
    public SmoothingStep(MgnoOptions options, int solution, int source, bool hasOperator)
    {
        int axes = options.Dimensions;
        _operator = hasOperator
            ? Compose("A", new GridConvolution(axes, solution, source, 3, options.Boundary,
            options.HasStencilBias)) : null;
        _smoother = Compose("S",
            new GridConvolution(axes, source, solution, 3, options.Boundary, options.HasStencilBias));
    }

    /// <summary>The step from a guess; null means zero.</summary>
    public Value Apply(Value? u, Value f)
        => u is null ? _smoother.Apply(f) : u + _smoother.Apply(f - _operator!.Apply(u));
}
