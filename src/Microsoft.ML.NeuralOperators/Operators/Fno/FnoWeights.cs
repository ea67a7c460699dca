using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Fourier neural operator from a state dictionary of the library neuraloperator.
/// </summary>
internal sealed class FnoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (NeuraloperatorModel.Find(state, nameof(Fno)) is not { IsSpherical: false } model) return null;
        model.RequireUsual();
        int[] modes = model.Weight.Sizes[2..];
        if (model.Modes is { } kept && kept.Length == modes.Length)
            for (int axis = 0; axis < kept.Length; axis++)
                model.RequireAll(axis, kept[axis], axis == kept.Length - 1 ? kept[axis] / 2 + 1 : kept[axis]);
        // The library stores the modes of the half spectrum, n/2 + 1, in the last axis.
        modes[^1] = (modes[^1] - 1) * 2;
        (int inputs, bool hasGrid) = model.GuessInput();
        return new Fno(inputs, model.OutputChannels, new FnoOptions
        {
            Modes = modes,
            Factorization = model.Weight.Factorization,
            Ranks = model.Weight.Ranks,
            Channels = model.Channels,
            Layers = model.Layers,
            HasGridEmbedding = hasGrid,
            LiftingRatio = model.LiftingRatio,
            ProjectionRatio = model.ProjectionRatio,
            DomainPadding = Padding(state),
            DomainExtension = Extension(state),
            MlpRatio = model.MlpRatio,
            Normalization = model.Normalization,
            IsPublished = true,
        });
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
