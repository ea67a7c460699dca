using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What a report page says beside what it measures. What is not given and cannot be known is left out of the page.
/// </summary>
public sealed record ReportOptions
{
    /// <summary>The heading. Default: the operator and its columns.</summary>
    public string? Title { get; init; }

    /// <summary>A few sentences under the heading: which problem this is. Default null.</summary>
    public string? Summary { get; init; }

    /// <summary>
    /// What columns hold, such as "pressure u" for the column "u". Default: the columns' own names.
    /// </summary>
    public IReadOnlyDictionary<string, string> Quantities { get; init; } = new Dictionary<string, string>();

    /// <summary>The units of columns, such as "Pa" for the column "u". Default: none are known.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How many samples are shown: the worst, the median, the best, and quantiles between them. Large fields are shown
    /// in fewer samples, so that the page stays one that can be mailed, and further tests in three. Default 6.
    /// </summary>
    [Range(0, 12)]
    public int Samples { get; init; } = 6;

    /// <summary>The inputs, to be shown beside the prediction. Default: those of the model, none without one.</summary>
    public IReadOnlyList<string>? InputColumnNames { get; init; }

    /// <summary>
    /// For fields on point sets the column of the points' places, [axes, points]; the first two axes are drawn. Default
    /// null: points have no pictures.
    /// </summary>
    public string? PlacesColumnName { get; init; }

    /// <summary>See <see cref="EvaluationOptions.FrameChannels"/>. Default null: a field is one frame.</summary>
    [Range(1, int.MaxValue)]
    public int? FrameChannels { get; init; }

    /// <summary>See <see cref="EvaluationOptions.IgnoreMissing"/>. Default false.</summary>
    public bool IgnoreMissing { get; init; }

    /// <summary>What the errors are measured on, such as "test rows". Default: "test".</summary>
    public string TestName { get; init; } = "test";

    /// <summary>
    /// More scored rows, such as those of the same problems on a finer grid, each with its name. Default: none.
    /// </summary>
    public IReadOnlyList<ReportTest> MoreTests { get; init; } = [];

    /// <summary>How the model was trained. Default: what the model itself says.</summary>
    public TrainingReport? Training { get; init; }

    /// <summary>The architecture. Default: what the model itself says.</summary>
    public OperatorOptions? Architecture { get; init; }

    /// <summary>The options of the training. Default: what the model itself says.</summary>
    public TrainingOptions? TrainingOptions { get; init; }

    /// <summary>
    /// Wall time of a prediction in milliseconds, where it was measured. Default: measured on some rows, in batches, if
    /// there is a model.
    /// </summary>
    public double? Milliseconds { get; init; }

    /// <summary>What the data is and where it comes from. Default null.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// The commands or the code that make the page again. Default: the C# code that trains the model, where its options
    /// are known.
    /// </summary>
    public string? Repeat { get; init; }

    /// <summary>How the catalog trains the architecture where nothing is set; null if not known.</summary>
    internal TrainingOptions? DefaultTraining { get; init; }
}

/// <summary>Scored rows with a name, for a report.</summary>
/// <param name="Name">What they are, such as "finer grid".</param>
/// <param name="Scored">Rows with the columns of the true and the predicted field.</param>
public sealed record ReportTest(string Name, IDataView Scored);
