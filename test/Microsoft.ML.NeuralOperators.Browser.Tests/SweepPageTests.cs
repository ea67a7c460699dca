using Microsoft.ML.NeuralOperators.Sweeps;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>The page of a sweep: what pointer and keys show, on every figure of a trial the same one.</summary>
public sealed class SweepPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const int Phone = 390, Desktop = 1280;

    private static readonly SweepStudy Study = MadeUpStudy.Study(new BestModel(
        new MgnoOptions { Channels = 24, Levels = [new SmoothingSteps(1), new(2)] },
        new TrainingOptions { Epochs = MadeUpStudy.Epochs, Seed = 3, LearningRate = 3e-3, KeepBest = true }, ["a"],
        null));

    private static readonly SweepTrial[] Ranked =
        [.. Study.Trials.Where(t => t.Loss is not null).OrderBy(t => t.Loss).ThenBy(t => t.Number)];

    [Theory]
    [MemberData(nameof(Looks.At), Phone, Desktop, MemberType = typeof(Looks))]
    public async Task Axe_finds_no_violation_and_the_browser_nothing_to_complain_about(int width, ColorScheme scheme)
    {
        var messages = new List<string>();
        IPage page = await Open(width, scheme, page =>
        {
            page.Console += (_, message) => messages.Add(message.Text);
            page.PageError += (_, error) => messages.Add(error);
        });
        await Axe.FindsNothingAsync(page);
        foreach (ILocator button in await page.Locator("button:visible").AllAsync()) await button.ClickAsync();
        Assert.Empty(messages);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desktop)]
    public async Task The_keys_of_parallel_coordinates_go_from_trial_to_trial_and_all_figures_follow(int width)
    {
        IPage page = await Open(width);
        ILocator slider = page.Locator(".parallel [role=slider]");
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Shows(page, Ranked[0]);
        await page.Keyboard.PressAsync("ArrowRight");
        await Shows(page, Ranked[1]);
        await page.Keyboard.PressAsync("End");
        await Shows(page, Ranked[^1]);
        Assert.Equal($"{Ranked.Length - 1}", await slider.GetAttributeAsync("aria-valuenow"));
    }

    [Fact]
    public async Task The_pointer_chooses_the_nearest_line()
    {
        IPage page = await Open(Desktop);
        await page.Locator(".parallel .plot").ScrollIntoViewIfNeededAsync();
        // The worst trial's end on the last axis, where no other one is.
        double[] end = await page.EvaluateAsync<double[]>("""
            () => {
              const line = document.querySelector('.parallel .line'), d = line.getAttribute('d').split('L').at(-1);
              const box = document.querySelector('.parallel svg').getBoundingClientRect();
              const [x, y] = d.split(' ').map(Number);
              return [box.left + x, box.top + y];
            }
            """);
        await page.Mouse.MoveAsync((float)end[0], (float)end[1]);
        await Shows(page, Ranked[^1]);
    }

    [Fact]
    public async Task A_stretch_of_an_axis_keeps_the_trials_that_lie_there()
    {
        IPage page = await Open(Desktop);
        ILocator error = page.Locator(".parallel .grip").Last;
        await error.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await error.BoundingBoxAsync())!;
        // The lower half of the logarithm of the error.
        await page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height - 1);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height / 2, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        double middle = Math.Sqrt(Ranked[0].Loss!.Value * Ranked[^1].Loss!.Value);
        int kept = Ranked.Count(t => t.Loss <= middle);
        Assert.Equal(Ranked.Length - kept, await page.Locator(".parallel .line.out").CountAsync());
        ILocator all = page.GetByRole(AriaRole.Button, new() { Name = $"Show all {Ranked.Length} instead of {kept}" });
        await all.ClickAsync();
        Assert.Equal(0, await page.Locator(".parallel .line.out").CountAsync());
        Assert.False(await page.Locator(".parallel button").IsVisibleAsync());
    }

    [Fact]
    public async Task Points_of_a_slice_say_their_trial_and_choose_it()
    {
        IPage page = await Open(Desktop);
        ILocator chart = page.Locator("figure.chart").Filter(new() { HasText = "LearningRate" }).Last;
        ILocator slider = chart.Locator(".plot");
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("End");
        string said = (await slider.GetAttributeAsync("aria-valuetext"))!;
        SweepTrial last = Study.Trials.Where(t => t.Loss is not null)
            .MaxBy(t => (double)t.Options["Training.LearningRate"])!;
        Assert.StartsWith($"trial {last.Number}, LearningRate ", said);
        Assert.Contains(ReportNumber.Text(last.Loss!.Value), said);
        await Shows(page, last);
        // The pointer takes the nearest point, not the nearest place.
        await chart.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult area = (await chart.Locator(".u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(area.X + 5, area.Y + area.Height / 2);
        Assert.Matches("^trial \\d+, LearningRate ", await chart.Locator(".place").TextContentAsync());
    }

    [Fact]
    public async Task The_best_pipeline_is_a_program_to_copy()
    {
        IPage page = await Open(Desktop);
        string code = (await page.Locator("pre code").First.TextContentAsync())!;
        Assert.StartsWith("using Microsoft.ML;", code);
        Assert.Contains("operators.Mgno(\"u\", \"a\",", code);
        Assert.Contains("LearningRate = 0.003", code);
    }

    [Theory]
    [MemberData(nameof(Looks.At), Phone, Desktop, MemberType = typeof(Looks))]
    public async Task Screenshots_can_be_kept(int width, ColorScheme scheme)
    {
        IPage page = await Open(width, scheme);
        await browser.KeepAsync(page, "sweep", width, scheme);
    }

    private Task<IPage> Open(int width, ColorScheme scheme = ColorScheme.Light, Action<IPage>? before = null)
        => browser.OpenAsync(width, scheme, before: before, report: Study.Report(new()
        {
            Title = "Darcy flow: FNO and MgNO",
            Data = "A sweep that was made up, for tests of the page.",
        }));

    private static async Task Shows(IPage page, SweepTrial trial)
    {
        string name = $"trial {trial.Number}, {trial.Space}: ", error = ReportNumber.Text(trial.Loss!.Value);
        string said = (await page.Locator(".parallel .readout").TextContentAsync())!;
        Assert.StartsWith(name, said);
        Assert.EndsWith($"relative L2 error {error}", said);
        Assert.Contains($"LearningRate {ReportNumber.Text((double)trial.Options["Training.LearningRate"])}", said);
        // The learning curve and the history show the same trial.
        Assert.StartsWith(name, await page.Locator(".bundle [role=slider]").GetAttributeAsync("aria-valuetext"));
        Assert.StartsWith(name, await page.Locator("figure.chart")
            .Filter(new() { HasText = "Results by trial" }).Locator(".place").TextContentAsync());
    }
}
