namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What operators on few Fourier modes have in common: the coordinates appended to the input's channels, lifting and
/// projection, the treatment of boundaries that are not periodic and of aliasing, and the last frame added to the
/// output where a step in time is learned.
/// </summary>
/// <remarks>
/// Inside, values are laid out grid first, [grid…, batch, channels]: pointwise maps are matrix products over the last
/// axis and Fourier transforms over the first ones, none of which rearranges memory.
/// </remarks>
public abstract class SpectralOperator : GridOperator
{
    private readonly Func<Value, Value>? _embedding;
    private readonly DomainPadding _padding;
    private readonly bool _hasOutputResidual, _isPadded;

    /// <summary>Declares the two fields, the embedding and the padding.</summary>
    /// <param name="inputChannels">Channels in.</param>
    /// <param name="outputChannels">Channels out.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="latitude">The embedding of positions on the sphere; null for the coordinates of the grid.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    private protected SpectralOperator(int inputChannels, int outputChannels, SpectralOperatorOptions options,
        LatitudeEmbedding? latitude = null)
        : base(inputChannels, outputChannels, options)
    {
        (_hasOutputResidual, _isPadded) = (options.HasOutputResidual, options.DomainPadding > 0);
        EmbeddedChannels = inputChannels + (!options.HasGridEmbedding ? 0 : latitude is null ? Dimensions : 1);
        _embedding = !options.HasGridEmbedding ? null
            : latitude is not null ? Compose("positional_embedding", latitude).Apply
            : Compose("positional_embedding", new GridEmbedding(Dimensions)).Apply;
        _padding = Compose("domain_padding", new DomainPadding(Dimensions, options.DomainPadding, options.PaddedAxes)
        {
            Extension = options.DomainExtension,
            ContinuationPoints = options.ContinuationPoints,
            EndMultiple = options.EndMultiple,
            Fractions = options.AxisPadding,
        });
        Sampling = new FieldSampling(Dimensions, options.ActivationOversampling, options.ActivationBand);
    }

    /// <summary>Channels of the input with its coordinates.</summary>
    private protected int EmbeddedChannels { get; }

    /// <summary>How the layers take nonlinearities.</summary>
    private protected FieldSampling Sampling { get; }

    /// <inheritdoc/>
    protected sealed override Value Forward(Value a)
    {
        Value input = a.GridFirst();
        // Fields that are not periodic are resampled only together with their padding: without it, Fourier series would
        // ring at the ends.
        Value lifted = _isPadded ? Lift(Embed(input)) : Sampling.Apply(input, x => Lift(Embed(x)));
        Value v = Layers(_padding.Apply(lifted));
        // Without resampling, the padding is cut first, so that its points are not projected.
        Value u = (Sampling.IsAtPoints ? Project(Cut(v)) : Cut(Sampling.Apply(v, Project))).GridLast();
        return _hasOutputResidual ? u + a.LastChannels(Output.Channels) : u;

        Value Cut(Value padded) => _padding.Remove(padded, lifted.Shape);
    }

    /// <summary>From the input with its coordinates to the channels of the layers, at every point.</summary>
    private protected abstract Value Lift(Value a);

    /// <summary>The layers on [grid…, batch, channels], with the padding.</summary>
    private protected abstract Value Layers(Value v);

    /// <summary>From the channels of the layers to the output, at every point.</summary>
    private protected abstract Value Project(Value v);

    /// <summary>Appends the coordinates of the points: [grid…, batch, channels].</summary>
    private protected virtual Value Embed(Value a) => _embedding is null ? a : _embedding(a);

    /// <summary>Appends coordinates that are 1 at the last point, as many published programs have them.</summary>
    private protected Value EmbedToEnd(Value a)
    {
        if (_embedding is null) return a;
        Shape grid = a.Shape.Range(0, Dimensions);
        return Value.Concat(-1, a, PointCoordinates.Of(a.Interpreter, grid).Reshape([.. grid, 1, Dimensions])
            .Expand([.. grid, a.Shape[Dimensions], Dimensions]));
    }
}
