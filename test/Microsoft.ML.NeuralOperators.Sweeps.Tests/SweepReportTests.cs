using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.NeuralOperators.Sweeps.Reports;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class SweepReportTests
{
    private static readonly SweepStudy Study = MadeUpStudy.Study();

    [Fact]
    public void The_page_has_all_of_the_study()
    {
        string page = Study.Report().ToString();
        Assert.Equal(["History", "Options", "Importance", "Slices", "Pareto front", "Trials", "Not trained",
            "Best pipeline", "Study"], Regex.Matches(page, "<h2 id=\"s\\d+\">([^<]*)<").Select(m => m.Groups[1].Value));
        Assert.Contains("<title>Sweep of fno, mgno</title>", page);
        Assert.Contains($"<dd>{ReportNumber.Text(Study.BestTrial!.Loss!.Value)}</dd>", page);
        Assert.Contains("91.3 GiB", page);
        Assert.Contains("Training diverged in epoch 2", page);
        Assert.Contains("4 trials were refused", page);
    }

    [Fact]
    public void The_best_so_far_falls_and_leaves_out_what_is_beyond_the_limits()
    {
        JsonElement chart = Charts().Single(c => Title(c) == "Results by trial");
        double[] best = [.. Curve(chart, "best so far").OfType<double>()];
        Assert.Equal(best.OrderDescending(), best);
        Assert.Equal(Study.BestTrial!.Loss!.Value, best[^1], 1e-6);
        Assert.True(Study.Trials.Min(t => t.Loss) <= best[^1]);
        // Every rung has its points.
        Assert.Equal(["after 3 epochs", "after 9 epochs", "after 27 epochs", "best so far"],
            chart.GetProperty("curves").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(Study.Trials.Count(t => t.Loss is not null),
            Curve(chart, "after 3 epochs").Count(v => v is not null));
        Assert.Equal(Study.Trials.Count(t => t.State == SweepTrialState.Completed),
            Curve(chart, "after 27 epochs").Count(v => v is not null));
    }

    [Fact]
    public void Pauses_of_a_study_are_no_time()
    {
        IReadOnlyList<StudyResult> results = MadeUpStudy.Results();
        Assert.Equal(results.Select((_, i) => (i + 1) * 0.5), HistorySection.Minutes(results),
            (one, other) => Math.Abs(one - other) < 1e-6);
    }

    [Fact]
    public void Slices_have_every_trial_that_has_the_option()
    {
        JsonElement[] charts = [.. Charts()];
        JsonElement modes = charts.Single(c => Title(c) == "fno: Modes"), rate = charts.Single(c
            => Title(c) == "LearningRate");
        SweepTrial[] known = [.. Study.Trials.Where(t => t.Loss is not null)];
        Assert.Equal(known.Where(t => t.Space == "fno").Select(t => t.Number).Order(), Keys(modes).Order());
        Assert.Equal(["[8, 8]", "[12, 12]"], modes.GetProperty("xNames").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(known.Select(t => t.Number).Order(), Keys(rate).Order());
        Assert.Equal(Keys(rate).Select(n => (double)Study.Trials[n].Options["Training.LearningRate"]),
            rate.GetProperty("x").EnumerateArray().Select(x => x.GetDouble()),
            (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.Contains(charts, c => Title(c) == "fno: Channels");
        Assert.Contains(charts, c => Title(c) == "mgno: Channels");
    }

    [Fact]
    public void The_front_is_that_of_the_API()
    {
        JsonElement chart = Charts().Single(c => Title(c) == "Error against parameters");
        Assert.Equal(Study.ParetoFront(SweepMetric.RelativeL2, SweepMetric.Parameters).Select(t => t.Number).Order(),
            Keys(chart).Zip(Curve(chart, "front")).Where(p => p.Second is not null).Select(p => p.First).Order());
    }

    [Fact]
    public void What_matters_is_found()
    {
        SweepImportance importance = Study.Importance();
        // The error is made of the learning rate first, by a square in its logarithm.
        Assert.Equal("LearningRate", importance.Options[0].Name);
        Assert.True(importance.Options[0].Share > 0.3);
        Assert.Equal(["BatchSize", "LearningRate", "fno: Channels", "fno: Modes", "mgno: Channels", "mgno: Layers",
            "model"], importance.Options.Select(o => o.Name).Order(StringComparer.Ordinal));
        Assert.Equal((0, Study.Trials.Count(t => t.Loss is not null)), (importance.Rung, importance.Trials));
        Assert.All(importance.Pairs, p => Assert.Equal(2, p.Options.Count));
        Assert.InRange(importance.Options.Sum(o => o.Share), 0.5, 1);
    }

    [Fact]
    public void Few_trials_are_told_to_be_few()
    {
        var study = new SweepStudy(new(), [.. MadeUpStudy.Trials().Take(8)], [], null);
        Assert.Empty(study.Importance().Options);
        string page = study.Report().ToString();
        Assert.Contains("ten are needed", page);
        Assert.DoesNotContain("Results by time", page);
        Assert.Contains("No trial has a result yet.", new SweepStudy(new(), [], [], null).Report().ToString());
    }

    /// <summary>Of an older study nothing is known but its trials.</summary>
    [Fact]
    public void Options_that_are_not_described_are_told_by_the_trials()
    {
        StudyDescription described = new StudyDescription().CompletedBy(MadeUpStudy.Trials());
        Assert.Equal(["fno", "mgno"], described.Spaces.Select(s => s.Name));
        DescribedOption rate = described.Spaces[0].Options.Single(o => o.Name == "Training.LearningRate");
        Assert.True(rate is { IsRange: true, IsLogarithmic: true, IsWhole: false });
        DescribedOption modes = described.Spaces[0].Options.Single(o => o.Name == "Modes");
        Assert.Equal(["[12, 12]", "[8, 8]"], modes.Values!.Order());
        Assert.False(modes.IsOrdered);
        DescribedOption layers = described.Spaces[1].Options.Single(o => o.Name == "Layers");
        Assert.Equal([0.125, 0.375, 0.625, 0.875], new object[] { 2, 3, 4, 5 }.Select(layers.Place));
    }

    private static IEnumerable<JsonElement> Charts() => Regex.Matches(Study.Report().ToString(),
        "<figure class=\"chart\">.*?<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)
        .Select(m => JsonDocument.Parse(m.Groups[1].Value).RootElement);

    private static string Title(JsonElement chart) => chart.GetProperty("title").GetString()!;

    private static IEnumerable<int> Keys(JsonElement chart)
        => chart.GetProperty("keys").EnumerateArray().Select(k => k.GetInt32());

    private static IEnumerable<double?> Curve(JsonElement chart, string name)
        => chart.GetProperty("curves").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name)
            .GetProperty("values").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (double?)null
                : v.GetDouble());
}
