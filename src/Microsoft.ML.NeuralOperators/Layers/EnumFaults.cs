namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>Faults of options that are one of a few: a number cast to one would be taken for the last of them without a word.</summary>
internal static class EnumFaults
{
    /// <summary>The fault of an option, none where it is one of the defined values.</summary>
    public static IEnumerable<string> Of<T>(string name, T value)
        where T : struct, Enum
        => Enum.IsDefined(value) ? [] : [$"{name} is {value}; expected {string.Join(", ", Enum.GetNames<T>()[..^1])} or {Enum.GetNames<T>()[^1]}"];
}
