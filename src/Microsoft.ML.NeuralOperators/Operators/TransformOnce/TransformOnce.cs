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
/// <para>
/// Weights of T1_2d of the authors' program (DiffEqML/kairos) load by their own names and give what that program gives,
/// in its form: coefficients grow with the grid. The output is the field, also where the program was made to give
/// coefficients. That program runs on square grids only; this operator on all.
/// </para>
/// </remarks>
public sealed class TransformOnce : SpectralOperator
{
    private readonly Func<Value, Value> _lifting;
    private readonly CoefficientLayer[] _layers;
    private readonly CoefficientHead _head;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public TransformOnce(int inputChannels, int outputChannels, TransformOnceOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels;
        PublishedTransformOnce? published = options.Published;
        _lifting = published is null
            ? Compose("lifting", new Mlp(EmbeddedChannels, Mlp.Width(channels, options.LiftingRatio), channels)).Apply
            : Lifting(Compose("fc0", new Linear(EmbeddedChannels, channels)));
        Func<Value, Value> activation = published is { IsSine: true } ? Functions.Sin
            : x => options.Activation.Apply(x);
        _layers = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"layers.{i}",
            new CoefficientLayer(channels, options.Modes, activation, published?.IsResidual ?? true)))];
        _head = Compose("",
            new CoefficientHead(channels, Mlp.Width(channels, options.ProjectionRatio), outputChannels));

        static Func<Value, Value> Lifting(Linear layer) => a => layer.Apply(a);
    }

    /// <summary>The architecture.</summary>
    public TransformOnceOptions Options { get; }

    private protected override Value Embed(Value a)
        => Options.Published is null ? base.Embed(a) : EmbedToEnd(a);

    private protected override Value Lift(Value a) => _lifting(a);

    // The projection acts on coefficients as well.
    private protected override Value Layers(Value v)
    {
        Shape grid = v.Shape.Range(0, Dimensions);
        Value z = CosineTransform.ToCoefficients(v, Options.Modes);
        // The program's cosines are orthonormal in the sum over the points, ours in the mean.
        Value? scale = Options.Published is null ? null : v.Interpreter.Table($"sum over mean {grid}",
            () => grid.Select(size => v.Interpreter.Number(size).Sqrt()).Aggregate((a, b) => a * b));
        if (scale is not null) z *= scale;
        foreach (CoefficientLayer layer in _layers) z = layer.Apply(z);
        z = _head.Apply(z);
        return CosineTransform.ToGrid(scale is null ? z : z / scale, grid);
    }

    private protected override Value Project(Value v) => v;
}
