namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// T1, the operator that transforms once (Poli, Massaroli, Berto, Park, Dao, Ré, Ermon 2022, arXiv:2211.14453), in one,
/// two or three dimensions: the lifted field goes to few cosine coefficients, all layers and their nonlinearities work
/// on these, and only the result comes back to the grid.
/// </summary>
/// <remarks>
/// Good where fields are smooth and speed counts: but for lifting and two transforms nothing depends on the size of the
/// grid, all numbers are real, and cosines hold fields that are not periodic without ringing. Less good at sharp
/// fronts, which no few cosines hold, and at nonlinearities that act point by point, which coefficients see only
/// through the lifting. Coefficients keep their size from grid to grid, so that one model serves every resolution; the
/// published program's grow with it. A loss of the relative L2 norm is the one on coefficients, since the cosines are
/// orthonormal.
/// </remarks>
public sealed class TransformOnce : SpectralOperator
{
    private readonly Mlp _lifting;
    private readonly CoefficientLayer[] _layers;
    private readonly Linear _first, _last;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public TransformOnce(int inputChannels, int outputChannels, TransformOnceOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels, hidden = Mlp.Width(channels, options.ProjectionRatio);
        _lifting = Compose("lifting", new Mlp(EmbeddedChannels, Mlp.Width(channels, options.LiftingRatio), channels));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(i
            => Compose($"layers.{i}", new CoefficientLayer(channels, options.Modes, options.Activation)))];
        _first = Compose("projection.0", new Linear(channels, hidden, hasBias: false));
        _last = Compose("projection.1", new Linear(hidden, outputChannels, hasBias: false));
    }

    /// <summary>The architecture.</summary>
    public TransformOnceOptions Options { get; }

    private protected override Value Lift(Value a) => _lifting.Apply(a);

    // The projection acts on coefficients as well.
    private protected override Value Layers(Value v)
    {
        Value z = CosineTransform.ToCoefficients(v, Options.Modes);
        foreach (CoefficientLayer layer in _layers) z = layer.Apply(z);
        z = _last.Apply(_first.Apply(z).Sin());
        return CosineTransform.ToGrid(z, v.Shape.Range(0, Dimensions));
    }

    private protected override Value Project(Value v) => v;
}
