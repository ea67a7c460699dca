namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A column, and the array that it is read from.</summary>
internal sealed record NamedColumn(string Name, string Array)
{
    /// <summary>Reads <c>array</c>, <c>column=array</c> or <c>array - mean</c>.</summary>
    public static NamedColumn Read(string text)
    {
        string[] parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 ? new(parts[0], parts[1]) : new(text.Split(" - ")[0].Trim(), text.Trim());
    }
}
