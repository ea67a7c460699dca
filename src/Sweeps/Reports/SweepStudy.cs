using Microsoft.ML.NeuralOperators.Sweeps.Reports;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A study to look at: its trials, and what they tell together. It is read from the folder or the database of a sweep,
/// which may still be at work, or is that of a <see cref="SweepResult"/>.
/// </summary>
/// <example>
/// <code>
/// SweepStudy study = SweepStudy.Load("study");
/// Console.WriteLine($"{study.BestTrial}, {study.BestTrial?.Loss}");
/// study.Report().Save("sweep.html");
/// </code>
/// </example>
public sealed class SweepStudy
{
    private readonly BestModel? _best;
    private readonly Lazy<ImportanceModel> _importance;

    internal SweepStudy(StudyDescription description, IReadOnlyList<SweepTrial> trials,
        IReadOnlyList<StudyResult> results, BestModel? best)
    {
        Description = description.CompletedBy(trials);
        (Trials, Results, _best) = (trials, results, best);
        BestTrial = TrialOrder.Best(trials);
        _importance = new(() => new ImportanceModel(SweptDimension.Of(Description.Spaces), Trials));
    }

    /// <summary>All trials, in the order of their numbers.</summary>
    public IReadOnlyList<SweepTrial> Trials { get; }

    /// <summary>The trial with the smallest loss of those within the limits; null while there is none.</summary>
    public SweepTrial? BestTrial { get; }

    /// <summary>What is made small.</summary>
    public SweepMetric Objective => Description.Objective;

    internal StudyDescription Description { get; }

    internal IReadOnlyList<StudyResult> Results { get; }

    /// <summary>Whether there is a study.</summary>
    /// <param name="study">The folder, or the connection string, that <c>SetStudy</c> would be given.</param>
    public static bool Exists(string study) => Exists(StudyStore.Of(study));

    /// <inheritdoc cref="Exists(string)"/>
    /// <param name="study">Where it would be kept.</param>
    public static bool Exists(StudyStore study)
    {
        ArgumentNullException.ThrowIfNull(study);
        using StudyTables? tables = study.Begun();
        return tables is not null;
    }

    /// <summary>Reads a study. Processes that work on it are not disturbed.</summary>
    /// <param name="study">The folder, or the connection string, that was given to <c>SetStudy</c>.</param>
    /// <exception cref="FileNotFoundException">There is no study.</exception>
    /// <exception cref="FormatException">The study cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The database cannot be used.</exception>
    public static SweepStudy Load(string study) => Load(StudyStore.Of(study));

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="study">Where it is kept.</param>
    public static SweepStudy Load(StudyStore study)
    {
        ArgumentNullException.ThrowIfNull(study);
        using StudyReader reader = StudyReader.Open(study);
        IReadOnlyList<SweepTrial> trials = reader.Trials;
        BestModel? best = TrialOrder.Best(trials) is { } trial ? BestModel.Load(reader.Model(trial.Number)) : null;
        return new SweepStudy(reader.Description, trials, reader.Results, best);
    }

    /// <summary>
    /// The trials that none beats in everything: for each, every other is worse in one of the metrics at least. In the
    /// order of the first metric.
    /// </summary>
    /// <param name="metrics">The metrics, all to be made small; without any, the relative L2 error and the time of a
    /// prediction.</param>
    public IReadOnlyList<SweepTrial> ParetoFront(params SweepMetric[] metrics) => TrialOrder.Front(Trials, metrics);

    /// <summary>Which options the objective depends on, by functional ANOVA over a random forest.</summary>
    public SweepImportance Importance() => _importance.Value.Measure();

    /// <summary>
    /// The C# program that trains the best trial's pipeline again, its split of the rows included; null where there is
    /// no result, or the pipeline has what cannot be written, such as an operator of your own or points.
    /// </summary>
    /// <param name="dataCode">
    /// The expression that loads the rows; null for <c>operators.LoadFields("data.npz")</c>.
    /// </param>
    public string? BestPipeline(string? dataCode = null) => BestTrial is { } trial && _best is { } model
        ? PipelineCode.Of(trial, model, Description, dataCode ?? SweepReportOptions.DefaultDataCode) : null;

    /// <summary>
    /// A page about the study: the best result over trials and time, learning curves, parallel coordinates, importance
    /// of the options, the error against each option, the Pareto front, the best trials, what was refused, and the best
    /// pipeline as code. <c>Save</c> writes it as one HTML file.
    /// </summary>
    /// <param name="options">The heading and more; the defaults when null.</param>
    public HtmlReport Report(SweepReportOptions? options = null)
        => new SweepPage(this, _importance.Value, _best, options ?? new SweepReportOptions()).Write();
}
