namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// What names and shapes say of a network of the library neuraloperator that lifts a field, applies spectral layers and
/// projects it.
/// </summary>
/// <param name="Weight">The spectral weights of the first layer.</param>
/// <param name="IsSpherical">Whether the weights belong to degrees on a sphere: one axis for the grid's two.</param>
/// <param name="Inputs">Channels of the lifting.</param>
/// <param name="Outputs">Channels of the output field.</param>
/// <param name="Layers">Layers.</param>
/// <param name="LiftingWidth">Width of the lifting's hidden layer.</param>
/// <param name="ProjectionWidth">Width of the projection's hidden layer.</param>
/// <param name="MlpWidth">Width of the channel MLPs' hidden layers; 0 without.</param>
internal sealed record LibraryNetwork(SpectralWeights Weight, bool IsSpherical, int Inputs, int Outputs, int Layers,
    int LiftingWidth, int ProjectionWidth, int MlpWidth)
{
    /// <summary>Channels between the layers.</summary>
    public int Channels => Weight.Sizes[0];

    /// <summary>Width of the channel MLPs over <see cref="Channels"/>; 0 without.</summary>
    public double MlpRatio => (double)MlpWidth / Channels;

    /// <summary>Grid axes.</summary>
    public int Axes => IsSpherical ? 2 : Weight.Sizes.Length - 2;

    /// <summary>Modes along each axis, counted over the full spectrum. Not for spheres.</summary>
    public int[] Modes
    {
        get
        {
            int[] modes = Weight.Sizes[2..];
            // The library stores the modes of the half spectrum, n/2 + 1, in the last axis.
            modes[^1] = (modes[^1] - 1) * 2;
            return modes;
        }
    }

    /// <summary>The network, or null when the names are another's.</summary>
    /// <param name="state">The weights.</param>
    /// <param name="blocks">Name of the layers.</param>
    /// <param name="mlps">Name of their channel MLPs.</param>
    public static LibraryNetwork? Find(StateDictionary state, string blocks, string mlps)
        => SpectralWeights.Find(state, blocks + ".convs.0.weight.") is not { } weight
            || state.Find("lifting.fcs.0.weight") is not { } lifting
            || state.Find("projection.fcs.0.weight") is not { } projection
            || state.Find("projection.fcs.1.weight") is not { } output ? null
            // The bias of a spherical convolution has the grid's axes, each of one point.
            : new(weight, weight.Sizes.Length == 3 && state.Find(blocks + ".convs.0.bias")?.Shape.Count == 3,
                lifting.Shape[1], output.Shape[0], state.Count(blocks + ".convs."), lifting.Shape[0],
                projection.Shape[0], state.Find($"{blocks}.{mlps}.0.fcs.0.weight")?.Shape[0] ?? 0);

    /// <summary>How many modes the weights have where the network keeps so many along an axis.</summary>
    public int Stored(int axis, int kept) => !IsSpherical && axis == Axes - 1 ? kept / 2 + 1 : kept;

    /// <summary>Channels of the input field, without coordinates.</summary>
    public int InputChannels(LibraryMetadata metadata) => Inputs - (HasGrid(metadata) ? Axes : 0);

    /// <summary>Sets the options that all spectral operators have, but for their modes.</summary>
    public T Fill<T>(T options, LibraryMetadata metadata)
        where T : SpectralOperatorOptions => options with
        {
            HasGridEmbedding = HasGrid(metadata),
            LiftingRatio = (double)LiftingWidth / Channels,
            ProjectionRatio = (double)ProjectionWidth / Channels,
            DomainPadding = metadata.Padding(),
            DomainExtension = metadata.Extension(),
        };

    // Whether coordinates are among the channels of the lifting.
    private bool HasGrid(LibraryMetadata metadata)
    {
        // Without them, fewer than axes + 1 channels are the likely number, where nothing says it.
        if (metadata.Whole("in_channels") is not { } said) return Inputs > Axes;
        return said == Inputs ? false : said + Axes == Inputs ? true
            : throw new FormatException($"the network was made with in_channels = {said}, but its lifting has {Inputs} "
                + $"channels; expected as many, or {Axes} more for the coordinates.");
    }
}
