using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A model of the library neuraloperator: grid embedding, lifting, layers, projection. What names, shapes, the file's
/// metadata and the caller's arguments say of any of these models.
/// </summary>
/// <param name="state">The file.</param>
/// <param name="name">The operator here that the model becomes, for texts of errors.</param>
internal sealed class NeuraloperatorModel(StateDictionary state, string name)
{
    private NamedArray Lifting => state["lifting.fcs.0.weight"];

    /// <summary>The weights of the first convolution.</summary>
    public required SpectralWeights Weight { get; init; }

    /// <summary>Channels between the layers.</summary>
    public int Channels => Weight.Sizes[0];

    /// <summary>Grid axes.</summary>
    public int Axes => state.Find("fno_blocks.convs.0.bias") is { } bias ? bias.Shape.Count - 1
        : Weight.Sizes.Length - 2;

    /// <summary>Whether the weights belong to degrees on a sphere: one axis for the grid's two.</summary>
    public bool IsSpherical => Axes == 2 && Weight.Sizes.Length == 3;

    /// <summary>Layers.</summary>
    public int Layers => state.Count("fno_blocks.convs.");

    /// <summary>Width of the lifting's hidden layer over the channels.</summary>
    public double LiftingRatio => (double)Lifting.Shape[0] / Channels;

    /// <summary>Width of the projection's hidden layer over the channels.</summary>
    public double ProjectionRatio => (double)state["projection.fcs.0.weight"].Shape[0] / Channels;

    /// <summary>Width of the channel MLPs over the channels; 0 without them.</summary>
    public double MlpRatio => state.Find("fno_blocks.channel_mlp.0.fcs.0.weight") is { } mlp
        ? (double)mlp.Shape[0] / Channels : 0;

    /// <summary>Channels of the output field.</summary>
    public int OutputChannels => state["projection.fcs.1.weight"].Shape[0];

    /// <summary>Channels of the input field, without coordinates; null when nothing says it.</summary>
    public int? InputChannels => state.Arguments.Whole("in_channels")
        ?? Whole("in_channels") ?? Whole("args.1");

    /// <summary>The model's <c>n_modes</c>; null when nothing says them.</summary>
    public int[]? Modes
    {
        get
        {
            if (state.Arguments.Numbers("n_modes") is { } given) return given;
            foreach (string place in new[] { "n_modes", "args.0" })
                if (Whole($"{place}.0") is not null)
                    return [.. Enumerable.Range(0, Axes).Select(axis => Whole($"{place}.{axis}") ?? 0)];
            return null;
        }
    }

    /// <summary>
    /// Normalisation in the layers. That of instances has no weights, so that only metadata or arguments tell of it.
    /// </summary>
    /// <exception cref="FormatException">The operators here have none of that kind.</exception>
    public Normalization Normalization
    {
        get
        {
            string? norm = state.Arguments.Text("norm") ?? Said("norm");
            if (norm is not (null or "group_norm" or "instance_norm")
                || state.Find("fno_blocks.norm.0.norm.weight") is not null)
                throw new FormatException($"the network has norm = {norm ?? "batch_norm"}; {name} knows group_norm and "
                    + "instance_norm.");
            if (norm == "instance_norm") return Normalization.Instance;
            if (state.Find("fno_blocks.norm.0.weight") is null) return Normalization.None;
            Refuse("norm_groups", "1");
            return Normalization.Group;
        }
    }

    /// <summary>The model in a file, or null when the names are another program's.</summary>
    public static NeuraloperatorModel? Find(StateDictionary state, string name)
        => SpectralWeights.Find(state, "fno_blocks.convs.0.weight.") is { } weight
            && state.Find("lifting.fcs.0.weight") is not null
            && state.Find("projection.fcs.0.weight") is not null && state.Find("projection.fcs.1.weight") is not null
            ? new(state, name) { Weight = weight } : null;

    /// <summary>What the metadata says of an argument; null for nothing, and for None.</summary>
    public string? Said(string argument) => state.Note("_metadata." + argument);

    /// <summary>Whether the coordinates of the points, one channel for each axis, are appended to the input.</summary>
    /// <exception cref="FormatException">The lifting has another number of channels.</exception>
    public bool HasGridEmbedding(int inputChannels) => (Lifting.Shape[1] - inputChannels) switch
    {
        0 => false,
        int more when more == Axes => true,
        _ => throw new FormatException($"the lifting has {Lifting.Shape[1]} channels; expected in_channels, "
        + $"{inputChannels}, or {Axes} more for the coordinates."),
    };

    /// <summary>Channels of the input field and whether coordinates are appended, if only shapes may say it.</summary>
    public (int InputChannels, bool HasGrid) GuessInput()
    {
        // Coordinates count as channels of the lifting; a model without them mostly has fewer than axes + 1.
        int channels = InputChannels ?? Lifting.Shape[1] - (Lifting.Shape[1] > Axes ? Axes : 0);
        return (channels, HasGridEmbedding(channels));
    }

    /// <summary>Refuses what the metadata says and no weight shows, though it changes the outputs.</summary>
    /// <exception cref="FormatException">The operators here do not have it.</exception>
    public void RequireUsual()
    {
        if (Said("non_linearity") is { } activation && !activation.EndsWith(".gelu", StringComparison.Ordinal))
            throw new FormatException($"the network has the activation '{activation}'; {name} has GELU only.");
        foreach (var (argument, usual) in new[] { ("stabilizer", "None"), ("preactivation", "False"),
            ("complex_data", "False"), ("separable", "False"), ("fno_block_precision", "full"),
            ("resolution_scaling_factor", "None"), ("resolution_scaling_factor.0", "1"),
            ("resolution_scaling_factor.0.0", "1") })
            Refuse(argument, usual);
    }

    /// <summary>Refuses a model that keeps fewer modes of an axis than its weights have.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="kept">What it keeps.</param>
    /// <param name="needed">As many as the weights of it have.</param>
    /// <exception cref="FormatException">It does.</exception>
    public void RequireAll(int axis, int kept, int needed)
    {
        if (needed != Weight.Sizes[axis + 2])
            throw new FormatException($"the network keeps {kept} modes along axis {axis}, fewer than its weights have; "
                + "load it in neuraloperator, set n_modes to all of them and save it again.");
    }

    private void Refuse(string argument, string usual)
    {
        if (Said(argument) is { } value && value != usual)
            throw new FormatException($"the network was made with {argument} = {value}, which {name} does not have.");
    }

    private int? Whole(string argument) => Said(argument) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
