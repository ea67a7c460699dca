using System.Text.Json;

namespace Operators.Bench;

/// <summary>What one process measured; its last line of output, as JSON.</summary>
/// <param name="Parameters">Trained numbers, a complex one counted as two.</param>
/// <param name="Seconds">Wall time of an epoch, or of the prediction of one batch.</param>
/// <param name="CpuSeconds">Processor time of the same, over all threads.</param>
/// <param name="Setting">Versions, threads and whatever else decides the speed.</param>
/// <param name="PipelineShare">
/// The part of a prediction that the session alone does not take; null where there is no pipeline.
/// </param>
internal sealed record Reading(long Parameters, double Seconds, double CpuSeconds, string Setting,
    double? PipelineShare = null)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Reads the last line that a process wrote.</summary>
    public static Reading Parse(string output)
        => JsonSerializer.Deserialize<Reading>(output.TrimEnd().Split('\n')[^1], JsonSerializerOptions.Web)
            ?? throw new FormatException("The reading is null.");
}
