using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Fourier neural operator from a state dictionary of the library neuraloperator.
/// </summary>
internal sealed class FnoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (SpectralWeights.Find(state, "fno_blocks.convs.0.weight.") is not { } weight
            || state.Find("lifting.fcs.0.weight") is not { } lifting
            || state.Find("projection.fcs.0.weight") is not { } projection
            || state.Find("projection.fcs.1.weight") is not { } output)
            return null;
        Require(state, weight.Sizes);
        int hidden = weight.Sizes[0];
        int[] modes = weight.Sizes[2..];
        // The library stores the modes of the half spectrum, n/2 + 1, in the last axis.
        modes[^1] = (modes[^1] - 1) * 2;
        int layers = state.Count("fno_blocks.convs.");
        // The coordinates count as channels of the lifting; a model without them has fewer than axes + 1.
        bool hasGrid = lifting.Shape[1] > modes.Length;
        return new Fno(lifting.Shape[1] - (hasGrid ? modes.Length : 0), output.Shape[0], new FnoOptions
        {
            Modes = modes,
            Factorization = weight.Factorization,
            Ranks = weight.Ranks,
            Channels = hidden,
            Layers = layers,
            HasGridEmbedding = hasGrid,
            LiftingRatio = (double)lifting.Shape[0] / hidden,
            ProjectionRatio = (double)projection.Shape[0] / hidden,
            DomainPadding = Padding(state),
            DomainExtension = Extension(state),
            MlpRatio = state.Find("fno_blocks.channel_mlp.0.fcs.0.weight") is { } mlp
                ? (double)mlp.Shape[0] / hidden : 0,
            Normalization = state.Find("fno_blocks.norm.0.weight") is null ? Normalization.None : Normalization.Group,
        });
    }

    // What the library's metadata says changes the outputs, though no weight shows it.
    private static void Require(StateDictionary state, int[] sizes)
    {
        if (Said("non_linearity") is { } activation && !activation.EndsWith(".gelu", StringComparison.Ordinal))
            throw new FormatException($"the network has the activation '{activation}'; Fno has GELU only.");
        foreach (var (name, usual) in new[] { ("stabilizer", "None"), ("preactivation", "False"),
            ("complex_data", "False"), ("fno_block_precision", "full"), ("resolution_scaling_factor", "None"),
            ("resolution_scaling_factor.0", "1"), ("resolution_scaling_factor.0.0", "1") })
            if (Said(name) is { } value && value != usual)
                throw new FormatException($"the network was made with {name} = {value}, which Fno does not have.");
        int axes = sizes.Length - 2;
        for (int axis = 0; axis < axes; axis++)
            if (Said($"n_modes.{axis}") is { } kept)
            {
                int stored = sizes[axis + 2];
                int needed = int.Parse(kept, CultureInfo.InvariantCulture);
                if (axis == axes - 1) needed = needed / 2 + 1;
                if (needed != stored)
                    throw new FormatException($"the network keeps {kept} modes along axis {axis}, fewer than its "
                        + "weights have; load it in neuraloperator, set n_modes to all of them and save it again.");
            }

        string? Said(string name) => state.Note("_metadata." + name);
    }

    private static double Padding(StateDictionary state)
    {
        if (state.Note("_metadata.domain_padding.0") is not null)
            throw new FormatException("the network pads its axes differently; give the options yourself.");
        if (state.Note("_metadata.domain_padding") is not { } text) return 0;
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static DomainExtension Extension(StateDictionary state)
        => state.Note("_metadata.domain_padding_mode") switch
        {
            null or "symmetric" => DomainExtension.BothEnds,
            "one-sided" => DomainExtension.End,
            _ when Padding(state) == 0 => DomainExtension.BothEnds,
            { } mode => throw new FormatException($"the network pads its domain {mode}; Fno knows symmetric and "
                + "one-sided."),
        };
}
