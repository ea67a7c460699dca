namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>What state dictionaries of Transolver and its relatives have in common.</summary>
internal static class MeshWeights
{
    /// <summary>Prefix of the first block's names.</summary>
    public const string Block = "blocks.0.";

    /// <summary>Prefix of the first attention's names.</summary>
    public const string Attention = Block + "Attn.";

    /// <summary>Points of the reference grid along every axis where nothing else is said.</summary>
    private const int UsualReferencePoints = 8;

    /// <summary>Whether a projection is a convolution on a grid.</summary>
    public static bool IsGrid(NamedArray projection) => projection.Shape.Count > 2;

    /// <summary>The fields: on grids and on point sets one input, which holds positions and values.</summary>
    public static MeshFields Fields(StateDictionary state, NamedArray projection, string lifting = "preprocess")
    {
        int inputs = state[$"{lifting}.linear_pre.0.weight"].Shape[1];
        int layers = state.Count("blocks."), outputs = state[$"blocks.{layers - 1}.mlp2.weight"].Shape[0];
        int reference = ReferenceChannels(state, projection, inputs);
        return IsGrid(projection) ? new MeshFields(inputs - reference, outputs)
            : new MeshFields(inputs, outputs) { Coordinates = inputs, HasCoordinatesInInput = true };
    }

    /// <summary>The sizes.</summary>
    /// <param name="state">The weights.</param>
    /// <param name="projection">The weight of a projection, a convolution on grids.</param>
    /// <param name="head">A weight whose columns are the channels of a head.</param>
    /// <param name="options">What the architecture alone knows.</param>
    /// <param name="lifting">Prefix of the MLP that lifts the input.</param>
    public static T Sizes<T>(StateDictionary state, NamedArray projection, NamedArray head, T options,
        string lifting = "preprocess")
        where T : MeshTransformerOptions
    {
        int channels = state[Block + "ln_1.weight"].Shape[0];
        int inputs = state[$"{lifting}.linear_pre.0.weight"].Shape[1];
        return options with
        {
            Dimensions = IsGrid(projection) ? projection.Shape.Count - 2 : options.Dimensions,
            HasGridEmbedding = false,
            ReferencePoints = ReferenceChannels(state, projection, inputs) > 0 ? ReferencePoints(state) : 0,
            Channels = channels,
            Heads = channels / head.Shape[1],
            Layers = state.Count("blocks."),
            // The authors' programs have GELU where nothing is said.
            Activation = PublishedActivation.Of(state, "act") ?? Activation.Gelu,
            MlpRatio = (double)state[Block + "mlp.linear_pre.0.weight"].Shape[0] / channels,
        };
    }

    private static int ReferencePoints(StateDictionary state) => state.Arguments.Whole("ref") ?? UsualReferencePoints;

    // With unified positions a grid's input holds values alone, and the distances are the operator's own.
    private static int ReferenceChannels(StateDictionary state, NamedArray projection, int inputs)
    {
        if (!IsGrid(projection)) return 0;
        int channels = (int)Math.Pow(ReferencePoints(state), projection.Shape.Count - 2);
        return state.Arguments.Whole("unified_pos") switch
        {
            0 => 0,
            null when inputs < channels => 0,
            null => throw new FormatException($"The checkpoint reads {inputs} channels, which may hold the distances "
                + "of unified positions or not. Give the program's arguments 'unified_pos' (0 or 1) and 'ref'."),
            _ => channels,
        };
    }
}
