namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The Fourier neural operator in one, two or three dimensions (Li et al. 2021, arXiv:2010.08895), in the layout of the
/// Python library neuraloperator 2: grid embedding, lifting, Fourier layers with channel MLPs, projection. Parameter
/// names are that library's. With <see cref="FnoOptions.Factorization"/> it is TFNO, whose weights are factorised
/// (Kossaifi et al. 2023, arXiv:2310.00120).
/// </summary>
/// <remarks>
/// Published weights load by their names: those of neuraloperator 2, those of the scripts of 2021 (fc0, conv0, w0, fc1,
/// fc2) and of their later form with MLPs (p, conv0, mlp0, w0, q), which torch-cfd has, too, and those of
/// physics_informed (PINO; fc0, sp_convs, ws, fc1, fc2) and LESnets, whose frames become channels. The operator then
/// has the form of that program. The scripts pad a number of cells; here it is the same fraction of every grid.
/// </remarks>
public sealed class Fno : SpectralOperator
{
    private readonly Func<Value, Value> _lift, _layers, _project;
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
        if (options.Classic is { } form)
        {
            ClassicLayers classic = Compose("", new ClassicLayers(form, EmbeddedChannels, outputChannels, Sampling));
            (_lift, _layers, _project) = (classic.Lift, classic.Apply, classic.Project);
        }
        else
        {
            _lift = Compose("lifting",
                new Mlp(EmbeddedChannels, Width(options.LiftingRatio), options.Channels)).Apply;
            _layers = Compose("fno_blocks", new FourierLayers(
                new(options.Modes, options.Channels, options.Layers, options.MlpRatio, options.Normalization)
                {
                    EndsTwice = options.IsPublished,
                }, Sampling, options.Factorization == SpectralFactorization.None ? null
                    : shape => FactorizedWeight.Of(shape, options.Factorization, options.Rank, options.Ranks))).Apply;
            _project = Compose("projection",
                new Mlp(options.Channels, Width(options.ProjectionRatio), outputChannels)).Apply;
        }
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

    // The programs of the classic form have the last point at 1.
    private protected override Value Embed(Value a) => Options.Classic is null ? base.Embed(a) : EmbedToEnd(a);

    // v₀ = P(a), vₜ₊₁ = Lₜ(vₜ), u = Q(v_T)  (eqs. 2 to 4).
    private protected override Value Lift(Value a) => _lift(a);

    private protected override Value Layers(Value v) => _layers(v);

    private protected override Value Project(Value v) => _project(v);
}
