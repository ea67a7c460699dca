using System.Net;
using System.Text.RegularExpressions;
using Microsoft.ML.NeuralOperators.Reports;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public sealed class ReportTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    [Fact]
    public void The_page_of_a_model_says_what_it_is_and_how_good()
    {
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext).Fit(Fixture.Data(_mlContext, 16));
        IDataView test = Fixture.Data(_mlContext, 9, seed: 1);
        string page = Operators.Report(model, test, "u").ToString();
        FieldMetrics metrics = Operators.Evaluate(model.Transform(test), "u");
        Assert.Contains($"<dt>relative L2 error, test</dt><dd>{ReportNumber.Text(metrics.RelativeL2)}</dd>", page);
        Assert.Contains("<title>Fno: u from a</title>", page);
        foreach (string heading in new[] { "Predictions", "Errors", "Training", "Model", "Data", "How to repeat" })
            Assert.Contains($">{heading}</h2>", page);
        Assert.Contains("<th scope=\"row\">Channels</th><td>4</td><td>32</td>", page);
        string code = WebUtility.HtmlDecode(Regex.Match(page, "<code>(.*?)</code>", RegexOptions.Singleline).Value);
        Assert.Contains(".Fno(\"u\", \"a\",", code);
        Assert.Contains("Channels = 4, Layers = 2", code);
        Assert.Contains("Modes = [4, 4]", code);
        Assert.Contains("scored with ONNX Runtime</th><td>1.", page);
        Assert.Contains("per prediction", page);
        Assert.Equal(6, Regex.Count(page, "class=\"sample\""));
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        IDataView scored = Scored(new FieldSamples("u", 1, [8], Line(4, 8)), Shifted(4, 8, 1));
        string page = Operators.Report(scored, "u").ToString();
        foreach (string heading in new[] { "Training", "Model", "Data" })
            Assert.DoesNotContain($">{heading}</h2>", page);
        Assert.DoesNotContain("per prediction", page);
        Assert.DoesNotContain("<code>", Regex.Replace(page, "<script.*?</script>", "", RegexOptions.Singleline));
        Assert.DoesNotContain("<img", page);
    }

    [Fact]
    public void Steps_of_a_trajectory_are_parts_and_have_a_curve()
    {
        IDataView scored = Scored(new FieldSamples("u", 6, [4, 4], Line(3, 96)), Shifted(3, 96, 6, 4, 4));
        string page = Operators.Report(scored, "u", options: new() { FrameChannels = 1, Samples = 1 }).ToString();
        Assert.Contains("Error over the steps", page);
        // The first, the last and two between.
        Assert.Equal(["step 1", "step 2", "step 4", "step 6"], Regex.Matches(page, "<span>(step \\d)</span>")
            .Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void Volumes_show_the_slice_in_the_middle()
    {
        IDataView scored = Scored(new FieldSamples("u", 1, [3, 4, 5], Line(2, 60)), Shifted(2, 60, 1, 3, 4, 5));
        string page = WebUtility.HtmlDecode(Operators.Report(scored, "u", options: new() { Samples = 1 }).ToString());
        Assert.Contains("4×5 cells", page);
        // The slice has the numbers 20 to 39 of a row that counts from 0.
        Assert.Matches("truth: 4×5 cells, values from (20 to 39|80 to 99)", page);
    }

    [Theory]
    [InlineData(1, "Worst")]
    [InlineData(3, "Worst", "Median", "Best")]
    [InlineData(6, "Worst", "90 %", "75 %", "Median", "25 %", "Best")]
    [InlineData(8, "Worst", "Worst but 1", "Worst but 2", "90 %", "75 %", "Median", "25 %", "Best")]
    public void Rows_stand_for_quantiles_of_the_error(int count, params string[] names)
    {
        RowErrors[] rows = [.. Enumerable.Range(0, 101).Select(i => new RowErrors(i, 0, (i * 37) % 101, 0, 0, 0))];
        (string Name, RowErrors Errors)[] chosen = [.. RankedRows.Choose(rows, count)];
        Assert.Equal(names, chosen.Select(c => c.Name));
        Assert.Equal(chosen.OrderByDescending(c => c.Errors.RelativeL2), chosen);
        var errors = new Dictionary<string, double>
        {
            ["Worst"] = 100,
            ["Worst but 1"] = 99,
            ["Worst but 2"] = 98,
            ["90 %"] = 90,
            ["75 %"] = 75,
            ["Median"] = 50,
            ["25 %"] = 25,
            ["Best"] = 0,
        };
        Assert.All(chosen, c => Assert.Equal(errors[c.Name], c.Errors.RelativeL2));
    }

    [Fact]
    public void Few_rows_stand_once_each()
        => Assert.Equal(["Worst", "Best"], RankedRows.Choose([new(0, 0, 1, 0, 0, 0), new(1, 0, 2, 0, 0, 0)], 6)
            .Select(c => c.Name));

    [Fact]
    public void Code_makes_the_same_options_again()
    {
        var options = new ReportOptions
        {
            Architecture = new MgnoOptions { Levels = [new SmoothingSteps(1), new SmoothingSteps(2)], Channels = 8 },
            TrainingOptions = new TrainingOptions
            {
                Epochs = 3,
                Seed = 1,
                Loss = Loss.RelativeL2,
                Schedule = new CosineSchedule(7),
                GradientClipNorm = double.PositiveInfinity,
            },
        };
        string code = CSharpText.Training(options, ["a"], "u")!;
        Assert.Contains(".Mgno(\"u\", \"a\",", code);
        Assert.Contains("Channels = 8", code);
        Assert.Contains("Epochs = 3", code);
        Assert.Contains("Loss = Loss.RelativeL2", code);
        Assert.Contains("new CosineSchedule(7)", code);
        Assert.Contains("GradientClipNorm = double.PositiveInfinity", code);
        Assert.DoesNotContain("Optimizer", code);
        // A function has no literal.
        Assert.Null(CSharpText.Training(options with
        {
            TrainingOptions = new TrainingOptions { Warning = _ => { } },
        }, ["a"], "u"));
    }

    private IDataView Scored(FieldSamples truth, FieldSamples score)
        => Operators.LoadFields(("u", truth), ("Score", score));

    private static float[] Line(int rows, int length)
        => [.. Enumerable.Range(0, rows * length).Select(i => (float)i)];

    private static FieldSamples Shifted(int rows, int length, int channels, params int[] grid)
        => new("Score", channels, grid.Length == 0 ? [length] : grid,
            [.. Line(rows, length).Select(v => v * 1.01f + 0.1f)]);
}
