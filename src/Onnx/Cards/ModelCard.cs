using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What people who did not make a model need to know to use it, kept in its ONNX file as JSON and as text. Whatever is
/// not known is left out.
/// </summary>
public sealed record ModelCard
{
    /// <summary>The model's name.</summary>
    public string? Name { get; init; }

    /// <summary>What it predicts, where its data comes from, and where it must not be used.</summary>
    public string? Description { get; init; }

    /// <summary>The licence, such as "MIT".</summary>
    public string? Licence { get; init; }

    /// <summary>Who made it, and how to reach them.</summary>
    public string? Contact { get; init; }

    /// <summary>Units of columns, by name.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>Measured errors; an export adds those that it measures itself.</summary>
    public IReadOnlyList<ModelCardError> Errors { get; init; } = [];

    /// <summary>What the model is; filled in by the export.</summary>
    [JsonInclude]
    public ModelCardArchitecture? Architecture { get; internal init; }

    /// <summary>How it was trained; filled in by the export.</summary>
    [JsonInclude]
    public ModelCardTraining? Training { get; internal init; }

    /// <summary>What it reads and predicts, and the data it was trained on; filled in by the export.</summary>
    [JsonInclude]
    public IReadOnlyList<ModelCardField> Fields { get; internal init; } = [];

    /// <summary>The card as Markdown text.</summary>
    public string ToMarkdown() => Onnx.ModelCardText.Write(this);

    /// <summary>A copy of this card with errors added that <c>Evaluate</c> measured.</summary>
    /// <param name="data">The data that they were measured on, such as "test set of 2026".</param>
    /// <param name="metrics">The errors.</param>
    public ModelCard WithErrors(string data, FieldMetrics metrics)
    {
        ArgumentException.ThrowIfNullOrEmpty(data);
        ArgumentNullException.ThrowIfNull(metrics);
        return this with
        {
            Errors = [.. Errors, new(data, "relative L2", metrics.RelativeL2),
                new(data, "root mean square", metrics.RootMeanSquaredError),
                new(data, "largest", metrics.MaximumError)],
        };
    }
}

/// <summary>A measured error.</summary>
/// <param name="Data">The data that it was measured on.</param>
/// <param name="Metric">Which error.</param>
/// <param name="Value">Its value.</param>
public sealed record ModelCardError(string Data, string Metric, double Value);

/// <summary>What a model is.</summary>
/// <param name="Name">The architecture.</param>
/// <param name="Parameters">How many numbers were trained.</param>
/// <param name="Precision">The number format of its weights: float32, float16, int8 or int8-static.</param>
/// <param name="Options">Its options.</param>
public sealed record ModelCardArchitecture(string? Name, long? Parameters, string Precision,
    IReadOnlyDictionary<string, string> Options);

/// <summary>How a model was trained.</summary>
/// <param name="Samples">Rows that it was trained on.</param>
/// <param name="Epochs">Passes over them.</param>
/// <param name="Seconds">Wall time of the training.</param>
/// <param name="Device">The device that it ran on.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Loss">The last epoch's loss.</param>
/// <param name="ValidationError">
/// The last epoch's relative L2 error on rows that were held back, if there were any.
/// </param>
/// <param name="Options">The training's options.</param>
/// <param name="Versions">Versions of the packages that trained it.</param>
public sealed record ModelCardTraining(int Samples, int Epochs, double Seconds, string Device, int Seed, double? Loss,
    double? ValidationError, IReadOnlyDictionary<string, string> Options, IReadOnlyDictionary<string, string> Versions);

/// <summary>A field that a model reads or predicts.</summary>
/// <param name="Name">The column.</param>
/// <param name="IsPredicted">Whether the model predicts it.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Grid">Points along each axis, in training.</param>
public sealed record ModelCardField(string Name, bool IsPredicted, int Channels, IReadOnlyList<int> Grid)
{
    /// <summary>The mean of each channel in the training data; empty when not known.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>The standard deviation of each channel in the training data; empty when not known.</summary>
    public IReadOnlyList<double> StandardDeviation { get; init; } = [];

    /// <summary>The smallest number in the training data.</summary>
    public double? Minimum { get; init; }

    /// <summary>The largest number in the training data.</summary>
    public double? Maximum { get; init; }
}
