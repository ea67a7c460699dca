namespace Microsoft.ML.NeuralOperators;

/// <summary>What a sweep found.</summary>
/// <param name="Trials">All trials of the study, in the order of their numbers.</param>
/// <param name="BestTrial">The one with the smallest loss of those within the limits.</param>
/// <param name="Model">Its model; dispose it.</param>
public sealed record SweepResult(IReadOnlyList<SweepTrial> Trials, SweepTrial BestTrial,
    NeuralOperatorTransformer Model) : IDisposable
{
    /// <summary>The study: its trials with what can be told of them together.</summary>
    public SweepStudy Study { get; init; } = new(new StudyDescription(), Trials, [], BestModel.Of(Model));

    /// <summary>
    /// The trials that none beats in everything: for each, every other is worse in one of the metrics at least. In the
    /// order of the first metric.
    /// </summary>
    /// <param name="metrics">The metrics, all to be made small; without any, the relative L2 error and the time of a
    /// prediction.</param>
    public IReadOnlyList<SweepTrial> ParetoFront(params SweepMetric[] metrics)
        => TrialOrder.Front(Trials, metrics);

    /// <summary>
    /// Which options the error depends on. See <see cref="SweepStudy.Importance"/>.
    /// </summary>
    public SweepImportance Importance() => Study.Importance();

    /// <summary>A page about the sweep. See <see cref="SweepStudy.Report"/>.</summary>
    /// <param name="options">The heading and more; the defaults when null.</param>
    public HtmlReport Report(SweepReportOptions? options = null) => Study.Report(options);

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
