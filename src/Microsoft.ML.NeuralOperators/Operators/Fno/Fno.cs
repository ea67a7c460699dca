namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The Fourier neural operator in one, two or three dimensions (Li et al. 2021, arXiv:2010.08895), in the layout of the
/// Python library neuraloperator 2: grid embedding, lifting, Fourier layers with channel MLPs, projection. Parameter
/// names are that library's. With <see cref="FnoOptions.Factorization"/> it is TFNO, whose weights are factorised
/// (Kossaifi et al. 2023, arXiv:2310.00120).
/// </summary>
public sealed class Fno : SpectralOperator
{
    private readonly Mlp _lifting;
    private readonly FourierLayers _layers;
    private readonly Mlp _projection;
    private readonly InitialConstraint? _constraint;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Fno(int inputChannels, int outputChannels, FnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        _lifting = Compose("lifting", new Mlp(EmbeddedChannels, Width(options.LiftingRatio), options.Channels));
        _layers = Compose("fno_blocks", new FourierLayers(
            new(options.Modes, options.Channels, options.Layers, options.MlpRatio, options.Normalization)
            {
                EndsTwice = options.IsPublished,
            }, Sampling, options.Factorization == SpectralFactorization.None ? null
                : shape => FactorizedWeight.Of(shape, options.Factorization, options.Rank, options.Ranks)));
        _projection = Compose("projection", new Mlp(options.Channels, Width(options.ProjectionRatio), outputChannels));
        _constraint = options.HasInitialConstraint ? Compose("initial", new InitialConstraint()) : null;

        int Width(double ratio) => Mlp.WholeWidth(options.Channels, ratio);
    }

    /// <summary>The architecture.</summary>
    public FnoOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => _constraint is not null;

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
        => _constraint is null ? output : _constraint.Apply(output, inputs[0].Slice(1, 0, Output.Channels));

    // v₀ = P(a), vₜ₊₁ = Lₜ(vₜ), u = Q(v_T)  (eqs. 2 to 4).
    private protected override Value Lift(Value a) => _lifting.Apply(a);

    private protected override Value Layers(Value v) => _layers.Apply(v);

    private protected override Value Project(Value v) => _projection.Apply(v);
}
