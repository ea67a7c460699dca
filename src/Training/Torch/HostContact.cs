namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>
/// Whether the calling thread's work let the host and a CUDA device exchange numbers, so that it cannot be recorded as
/// a graph.
/// </summary>
internal static class HostContact
{
    /// <summary>What did, in words; null for nothing since it was last set to null.</summary>
    [field: ThreadStatic]
    public static string? Reason { get; set; }

    /// <summary>Notes the first reason.</summary>
    public static void Note(string reason) => Reason ??= reason;
}
