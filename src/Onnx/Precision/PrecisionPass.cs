namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Makes variants of a model in other precisions.</summary>
internal static class PrecisionPass
{
    /// <summary>The metadata entry that says which one a model is.</summary>
    public const string Key = "neural_operator_precision";

    /// <summary>Which variant a model is.</summary>
    /// <param name="metadata">Its entries.</param>
    /// <exception cref="FormatException">A newer version of this library wrote it.</exception>
    public static ExportPrecision Of(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Key, out string? name)) return ExportPrecision.Float32;
        foreach (ExportPrecision precision in Enum.GetValues<ExportPrecision>())
            if (NameOf(precision) == name) return precision;
        throw new FormatException($"The model's precision is '{name}', which this version does not know.");
    }

    /// <summary>The name in files and on command lines.</summary>
    public static string NameOf(ExportPrecision precision) => precision switch
    {
        ExportPrecision.Float16 => "float16",
        ExportPrecision.Int8 => "int8",
        ExportPrecision.Int8Static => "int8-static",
        _ => "float32",
    };

    /// <summary>
    /// Converts a model in half precision for programs that cannot read it: to single precision, with the same scores.
    /// </summary>
    /// <param name="model">The model; it is changed, and gets its digest afterwards.</param>
    public static void WidenHalves(ModelProto model)
    {
        StoredWeight.WidenHalves(model.Graph);
        model.MetadataProps.Remove(model.MetadataProps.First(p => p.Key == Key));
    }

    /// <summary>Changes a model of single precision, which gets its digest afterwards.</summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="precision">The variant.</param>
    /// <param name="ranges">The ranges of values between layers; for <see cref="ExportPrecision.Int8Static"/>.</param>
    /// <returns>How many weights have fewer bits, and how many products are computed in eight bits.</returns>
    public static (int Weights, int Products) Apply(ModelProto model, ExportPrecision precision,
        IReadOnlyDictionary<string, ValueRange>? ranges = null)
    {
        if (precision == ExportPrecision.Float32) return (0, 0);
        GraphProto graph = model.Graph;
        int products = precision == ExportPrecision.Int8Static ? StaticPass.Apply(graph, ranges!) : 0;
        int weights = graph.Initializer.Count(t => t.Name.EndsWith(StoredWeight.Byte, StringComparison.Ordinal))
            + StoredWeight.Replace(graph, precision == ExportPrecision.Float16 ? Float16Weight.Of : Int8Weight.Of);
        model.MetadataProps.Add(new StringStringEntryProto { Key = Key, Value = NameOf(precision) });
        return (weights, products);
    }
}
