namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What operators of few Fourier modes share at their ends: the coordinates of the points behind the input's channels,
/// and the last frame added to the output where a step in time is learned.
/// </summary>
/// <remarks>
/// Inside, values are laid out grid first, [grid…, batch, channels]: pointwise maps are matrix products over the last
/// axis and Fourier transforms over the first ones, none of which rearranges memory.
/// </remarks>
public abstract class SpectralOperator : GridOperator
{
    private readonly Func<Value, Value> _embedding;
    private readonly bool _hasOutputResidual;

    /// <summary>Declares the two fields and the embedding.</summary>
    /// <param name="inputChannels">Channels in.</param>
    /// <param name="outputChannels">Channels out.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="latitude">What tells where a point is on the sphere; null for the coordinates of the grid.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    private protected SpectralOperator(int inputChannels, int outputChannels, SpectralOperatorOptions options,
        LatitudeEmbedding? latitude = null)
        : base(inputChannels, outputChannels, options)
    {
        _hasOutputResidual = options.HasOutputResidual;
        EmbeddedChannels = inputChannels + (!options.HasGridEmbedding ? 0 : latitude is null ? Dimensions : 1);
        _embedding = !options.HasGridEmbedding ? Identity
            : latitude is not null ? Compose("positional_embedding", latitude).Apply
            : Compose("positional_embedding", new GridEmbedding(Dimensions)).Apply;
    }

    /// <summary>Channels of the input with its coordinates.</summary>
    private protected int EmbeddedChannels { get; }

    /// <inheritdoc/>
    protected sealed override Value Forward(Value a)
    {
        Value u = Map(_embedding(a.GridFirst())).GridLast();
        return _hasOutputResidual ? u + a.LastChannels(Output.Channels) : u;
    }

    /// <summary>[grid…, batch, in] with coordinates → [grid…, batch, out].</summary>
    private protected abstract Value Map(Value a);
}
