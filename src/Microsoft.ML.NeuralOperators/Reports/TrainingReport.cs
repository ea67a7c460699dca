using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What training did: kept with the model and saved with it.</summary>
/// <param name="Operator">The architecture's name.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Samples">Training samples.</param>
/// <param name="Grid">Points along each axis of the output.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Device">Where it ran, with the number of workers.</param>
/// <param name="Seconds">Wall time of the epochs.</param>
/// <param name="Epochs">One entry per epoch.</param>
public sealed record TrainingReport(string Operator, long Parameters, int Samples, IReadOnlyList<int> Grid, int Seed,
    string Device, double Seconds, IReadOnlyList<EpochReport> Epochs)
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Versions of what trained it, by name.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>What the data looked like, field by field, before normalisation.</summary>
    public IReadOnlyList<FieldSummary> Fields { get; init; } = [];

    /// <summary>
    /// Floating point operations of one prediction on a sample of the training grid, a multiply-add counted as two;
    /// null for models of versions that did not count them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SampleFlops { get; init; }

    /// <summary>How often the training diverged and went on with half the learning rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Retries { get; init; }

    /// <summary>Mean wall time of an epoch.</summary>
    [JsonIgnore]
    public double SecondsPerEpoch => Epochs.Count == 0 ? 0 : Seconds / Epochs.Count;

    /// <summary>Writes the report as JSON. The file appears whole or not at all.</summary>
    [RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
    public void SaveJson(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads a report that <see cref="SaveJson"/> wrote.</summary>
    /// <exception cref="FormatException">The file is none.</exception>
    [RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
    public static TrainingReport LoadJson(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingReport>(File.ReadAllText(path), Json)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new FormatException($"'{path}' is no training report: {error.Message}", error);
        }
    }

    /// <summary>Writes the report as one self-contained HTML page: curves, numbers, versions.</summary>
    [RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
    public void SaveHtml(string path)
    {
        var page = new HtmlReport($"Training of {Operator}");
        page.Facts(TrainingSections.Facts(this));
        TrainingSections.Curves(page, this);
        TrainingSections.Data(page.Section("Data"), this);
        page.Section("Versions").Table([], Versions.Select(v => (IReadOnlyList<string>)[v.Key, v.Value]));
        page.Save(path);
    }
}

/// <summary>A field of the training data in a few numbers.</summary>
/// <param name="Name">The column.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Grid">Points along each axis.</param>
/// <param name="Mean">Mean of all numbers.</param>
/// <param name="StandardDeviation">Their standard deviation.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
public sealed record FieldSummary(string Name, int Channels, IReadOnlyList<int> Grid, double Mean,
    double StandardDeviation, double Minimum, double Maximum)
{
    internal static FieldSummary Of(FieldSamples field)
    {
        double sum = 0, squares = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        long count = 0;
        field.ForEachLine((_, values) =>
        {
            foreach (float value in values)
            {
                // Missing.
                if (float.IsNaN(value)) continue;
                count++;
                sum += value;
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        });
        double mean = sum / count;
        field.ForEachLine((_, values) =>
        {
            foreach (float value in values)
                if (!float.IsNaN(value)) squares += (value - mean) * (value - mean);
        });
        return new FieldSummary(field.Name, field.Channels, field.Grid, mean, Math.Sqrt(squares / count), low, high);
    }
}

/// <summary>What one epoch did.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="ValidationError">
/// Mean relative L2 error of the validation samples, where there are any; of roll-outs that of whole trajectories, all
/// predicted frames together.
/// </param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record EpochReport(int Epoch, double Loss, double? ValidationError, double LearningRate, double Seconds)
{
    /// <summary>
    /// The share of each axis' Fourier modes in use, below 1 until the training's schedule of modes has added all of
    /// them.
    /// </summary>
    public double ModeShare { get; init; } = 1;

    /// <summary>
    /// Floating-point operations of a forward pass for one sample, where a schedule of modes changes them; null where
    /// they are those of the whole operator.
    /// </summary>
    public double? SampleFlops { get; init; }

    /// <summary>
    /// Numbers of the loss that are learned with the weights, such as a closure coefficient, after the epoch; null
    /// where there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Coefficients { get; init; }
}
