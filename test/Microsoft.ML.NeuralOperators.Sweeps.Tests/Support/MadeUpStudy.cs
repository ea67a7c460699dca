namespace Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

/// <summary>The study of a sweep that was never run: two models, three rungs, some trials refused.</summary>
internal static class MadeUpStudy
{
    public const int Count = 48, Epochs = 27;

    public static StudyDescription Description { get; } = new()
    {
        Seed = 3,
        Tuner = "ParzenTuner",
        Halving = "3 rungs, one in 3 went on (ASHA)",
        ValidationFraction = 0.2,
        Limits = new Dictionary<SweepMetric, double> { [SweepMetric.Milliseconds] = 9 },
        Spaces = [Space("fno", 16, 48, new DescribedOption("Modes")
        {
            Values = ["[8, 8]", "[12, 12]"],
            IsOrdered = false
        }), Space("mgno", 8, 32, new DescribedOption("Layers") { Minimum = 2, Maximum = 5, IsWhole = true })],
    };

    public static SweepStudy Study(BestModel? best = null) => new(Description, Trials(), Results(), best);

    /// <summary>The trials; every twelfth is refused, another one failed.</summary>
    public static IReadOnlyList<SweepTrial> Trials() => [.. Enumerable.Range(0, Count).Select(Trial)];

    /// <summary>
    /// Every trial takes half a minute a rung; the study paused for a day after the twentieth result.
    /// </summary>
    public static IReadOnlyList<StudyResult> Results()
    {
        var results = new List<StudyResult>();
        double now = 1e9;
        foreach (SweepTrial trial in Trials().Where(t => t.Loss is not null))
            for (int rung = 0; rung < trial.RungLosses.Count; rung++)
            {
                now += 30 + (results.Count == 20 ? 86_400 : 0);
                results.Add(new(trial.Number, EpochsOf(rung), trial.RungLosses[rung], now, 30 * (rung + 1)));
            }
        return results;
    }

    public static int EpochsOf(int rung) => rung == 0 ? 3 : rung == 1 ? 9 : 27;

    private static DescribedSpace Space(string name, int low, int high, DescribedOption more) => new(name)
    {
        Label = "u",
        Options = [new("Channels") { Minimum = low, Maximum = high, IsWhole = true }, more,
            new("Training.LearningRate") { Minimum = 1e-4, Maximum = 1e-2, IsLogarithmic = true },
            new("Training.BatchSize") { Values = ["4", "8", "16"] }],
    };

    private static SweepTrial Trial(int number)
    {
        double Share(double step) => (number + 0.5) * step % 1;
        bool isFno = number % 2 == 0;
        int channels = isFno ? 16 + (int)(33 * Share(0.618034)) : 8 + (int)(25 * Share(0.618034));
        double rate = 1e-4 * Math.Pow(100, Share(0.754878)), off = Math.Log10(rate / 2e-3);
        var options = new Dictionary<string, object> { ["Channels"] = channels };
        if (isFno) options["Modes"] = number % 4 == 0 ? new[] { 8, 8 } : [12, 12];
        else options["Layers"] = 2 + number / 2 % 4;
        options["Training.LearningRate"] = rate;
        options["Training.BatchSize"] = new[] { 4, 8, 16 }[number % 3];
        var trial = new SweepTrial(number, isFno ? "fno" : "mgno", options, SweepTrialState.Refused)
        {
            Fault = "It takes about 91.3 GiB of memory, and there are 15.6.",
            AllEpochs = Epochs,
        };
        if (number % 12 == 11) return trial;
        if (number == 30)
            return trial with
            {
                State = SweepTrialState.Failed,
                Fault = "Training diverged in epoch 2: the loss is NaN.",
            };
        double last = 0.06 * (1 + off * off) * (isFno ? 1 : 0.7) * Math.Pow(channels / 16.0, -0.4);
        int rungs = number % 9 == 4 ? 3 : number % 3 == 1 ? 2 : 1;
        int epochs = EpochsOf(rungs - 1);
        double At(int epoch) => last * (1 + 4 * Math.Exp(-epoch / 4.0));
        return trial with
        {
            Fault = null,
            State = rungs == 3 ? SweepTrialState.Completed : SweepTrialState.Paused,
            Loss = At(epochs),
            RungLosses = [.. Enumerable.Range(0, rungs).Select(r => At(EpochsOf(r)))],
            Rung = rungs - 1,
            Epochs = epochs,
            Seconds = 30 * rungs,
            SampleFlops = 1e6 * channels,
            IsWithinLimits = channels < 44,
            Metrics = new Dictionary<SweepMetric, double>
            {
                [SweepMetric.RelativeL2] = At(epochs),
                [SweepMetric.Milliseconds] = (isFno ? 0.05 : 0.2) * channels,
                [SweepMetric.Parameters] = (isFno ? 700 : 90) * channels * channels,
                [SweepMetric.Bytes] = 4000 * channels * channels,
            },
            Curve = [.. Enumerable.Range(1, epochs).Select(e => new EpochReport(e, 1.1 * At(e),
                At(e) * (1 + 0.1 * Math.Sin(e + number)), rate, 30.0 / 9))],
        };
    }
}
