using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// What the library neuraloperator saves beside the weights, or the caller says instead: the arguments a network was
/// made with. Some change its outputs, though no weight shows them.
/// </summary>
/// <param name="state">The weights.</param>
/// <param name="network">The operator's name, for refusals.</param>
/// <param name="order">The names of arguments that may have been given by their places alone.</param>
internal sealed class LibraryMetadata(StateDictionary state, string network, IReadOnlyList<string> order)
{
    // Saved with every network; with it, what is not there is None.
    private bool IsComplete => state.Note("_metadata._name") is not null;

    /// <summary>An argument as Python writes it; null when nothing says it, and for None.</summary>
    /// <param name="place">The name, and after a dot the place in a list.</param>
    public string? Said(string place)
    {
        if (state.Arguments.Said(place) is { } given) return given;
        string[] steps = place.Split('.', 2);
        int position = order.TakeWhile(name => name != steps[0]).Count();
        string? note = position == order.Count ? null
            : state.Note(string.Join('.', ["_metadata.args", $"{position}", .. steps[1..]]));
        return note ?? state.Note("_metadata." + place);
    }

    /// <summary>A number; null when nothing says it.</summary>
    public double? Number(string place) => Said(place) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) ? number
        : throw new FormatException($"the network's argument '{place}' is {text}; expected a number.");

    /// <summary>A whole number; null when nothing says it.</summary>
    public int? Whole(string place) => Number(place) is not { } number ? null
        : number == (int)number ? (int)number
        : throw new FormatException($"the network's argument '{place}' is {Said(place)}; expected a whole number.");

    /// <summary>The entries of a list, empty when nothing says it.</summary>
    public T[] List<T>(string name, Func<string, T?> entry)
        where T : struct
    {
        var entries = new List<T>();
        while (entries.Count < ReadLimits.MaximumAxes && entry($"{name}.{entries.Count}") is { } value)
            entries.Add(value);
        return [.. entries];
    }

    /// <summary>Refuses a network of which nothing says some arguments.</summary>
    public void Require(params string[] names)
    {
        if (IsComplete) return;
        string[] missing = [.. names.Where(name => !state.Arguments.Says(name) && Said(name) is null
            && Said(name + ".0") is null)];
        if (missing.Length > 0) state.Arguments.Require($"{network} of neuraloperator", missing);
    }

    /// <summary>Refuses what no operator here has, and weights of which the network uses a part.</summary>
    /// <param name="shapes">What names and shapes say.</param>
    public void RefuseOthers(LibraryNetwork shapes)
    {
        if (Said("non_linearity") is { } activation && !activation.EndsWith("gelu", StringComparison.Ordinal))
            throw new FormatException($"the network has the activation '{activation}'; {network} has GELU only.");
        foreach (var (name, usual) in new[] { ("stabilizer", "None"), ("preactivation", "False"),
            ("complex_data", "False"), ("fno_block_precision", "full"), ("local_no_block_precision", "full"),
            ("separable", "False"), ("fno_skip", "linear"), ("local_no_skip", "linear"),
            ("channel_mlp_skip", "soft-gating"), ("resolution_scaling_factor", "None"),
            ("resolution_scaling_factor.0", "1"), ("resolution_scaling_factor.0.0", "1") })
            if (Said(name) is { } value && value != usual)
                throw new FormatException($"the network was made with {name} = {value}, which {network} does not "
                    + "have.");
        int[] stored = shapes.Weight.Sizes[2..];
        for (int axis = 0; axis < stored.Length; axis++)
            if (Whole($"n_modes.{axis}") is { } kept && shapes.Stored(axis, kept) != stored[axis])
                throw new FormatException($"the network keeps {kept} modes along axis {axis}, fewer than its weights "
                    + "have; load it in neuraloperator, set n_modes to all of them and save it again.");
    }

    /// <summary>The padding as a fraction of every axis.</summary>
    public double Padding()
    {
        double[] fractions = List("domain_padding", Number);
        return fractions.Length == 0 ? Number("domain_padding") ?? 0
            : fractions.All(f => f == fractions[0]) ? fractions[0]
            : throw new FormatException("the network pads its axes differently; give the options yourself.");
    }

    /// <summary>Where the padding is.</summary>
    public DomainExtension Extension() => Said("domain_padding_mode") switch
    {
        null or "symmetric" => DomainExtension.BothEnds,
        "one-sided" => DomainExtension.End,
        _ when Padding() == 0 => DomainExtension.BothEnds,
        { } mode => throw new FormatException($"the network pads its domain {mode}; {network} knows symmetric and "
            + "one-sided."),
    };

    /// <summary>
    /// Normalisation in the layers. Instance normalisation has no weights: only metadata or arguments tell of it.
    /// </summary>
    public Normalization Normalization(string blocks)
    {
        // That of batches lies deeper, with its means.
        string? said = Said("norm") ?? (state.Find(blocks + ".norm.0.norm.weight") is null ? null : "batch_norm");
        if (Said("norm_groups") is { } groups && groups != "1" && said is not null)
            throw new FormatException($"the network normalises {groups} groups of channels; {network} has one.");
        return (said, state.Find(blocks + ".norm.0.weight")) switch
        {
            (null or "group_norm", not null) => NeuralOperators.Normalization.Group,
            (null, null) => NeuralOperators.Normalization.None,
            ("instance_norm", null) => NeuralOperators.Normalization.Instance,
            _ => throw new FormatException($"the network was made with norm = {said}; {network} knows group_norm and "
                + "instance_norm."),
        };
    }
}
