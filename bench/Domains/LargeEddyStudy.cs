using static System.FormattableString;

namespace Domains.Bench;

/// <summary>
/// LESnets (Zhao et al. 2024, arXiv:2411.04502): an implicit Fourier operator learns decaying turbulence from frames of
/// a large-eddy simulation, from its equations, or from both; and the closure's coefficient from frames.
/// </summary>
internal sealed class LargeEddyStudy(int samples, int epochs, int seed, CancellationToken cancellation)
{
    private const int Axes = 3, Frames = 6, Tests = 16, ClosureEpochs = 200;
    private static readonly DecayingTurbulenceOptions Flow = new()
    {
        Frames = Frames + 1,
        Interval = 0.05,
        TimeStep = 0.025,
        Viscosity = 1.0 / 64,
        Closure = 0.04,
    };

    private readonly NeuralOperatorsCatalog _operators = new MLContext(seed).NeuralOperators();

    /// <summary>Trains in three ways, learns the coefficient, and prints tables.</summary>
    public void Run()
    {
        FieldSamples training = Generate(Flow, samples, 2 * seed), test = Generate(Flow, Tests, 2 * seed + 1);
        var equation = new FilteredFlowResidual(Flow.Viscosity, Flow.Interval) { Closure = Flow.Closure };
        Console.WriteLine(Invariant($"{samples} flows of {Flow.Points}³ points, {Frames} frames, {epochs} epochs; the ")
            + Invariant($"first frame repeated has {Persistence(test):f4}"));
        Console.WriteLine("| learns from | s an epoch | relative L2 | of the last frame |");
        Console.WriteLine("|---|---|---|---|");
        Row("frames", Loss.RelativeL2);
        Row("the equations", equation);
        Row("both", new SumLoss((Loss.RelativeL2, 1), (equation, 0.1)));

        void Row(string name, Loss loss)
        {
            using NeuralOperatorTransformer model = Learner(loss, epochs).Fit(Rows(training, samples));
            FieldMetrics metrics = _operators.Evaluate(model.Transform(Rows(test, Tests)), "Frames",
                options: new() { FrameChannels = Axes });
            Console.WriteLine(Invariant($"| {name} | {model.Report!.SecondsPerEpoch:f2} | {metrics.RelativeL2:f4} | ")
                + Invariant($"{metrics.Steps[^1].RelativeL2:f4} |"));
        }
    }

    /// <summary>The closure's coefficient from flows that were solved with another one, or without any.</summary>
    public void LearnClosure()
    {
        Console.WriteLine("| frames of | C² at the start | learned | epochs |");
        Console.WriteLine("|---|---|---|---|");
        foreach (double start in new[] { 0.01, 0.16 })
            Row("the simulation with 0.04", Flow with
            {
                Interval = 0.02,
                TimeStep = 0.02,
                Frames = 4,
                Start = 1,
            }, start);
        foreach (double start in new[] { 0.01, 0.16 })
            Row("a direct simulation on 48³ points, filtered", Flow with
            {
                Interval = 0.02,
                TimeStep = 0.02,
                Frames = 4,
                Start = 1,
                Closure = 0,
                Refinement = 3,
            }, start);

        void Row(string name, DecayingTurbulenceOptions flow, double start)
        {
            FieldSamples frames = Generate(flow, 4, 2 * seed);
            var loss = new FilteredFlowResidual(flow.Viscosity, flow.Interval)
            {
                Closure = start,
                LearnsClosure = true,
                ClosureRate = 4,
            };
            TrainedOperator trained = Trainer.Train(new GivenFrames(Axes, flow.Frames - 1),
                new FieldDataset([FirstLast(frames)], null), null, new()
                {
                    Loss = loss,
                    OutputChannels = Axes * (flow.Frames - 1),
                    NormalizeInput = false,
                    LearningRate = 2e-2,
                    Epochs = ClosureEpochs,
                    BatchSize = 4,
                    Seed = seed,
                    CancellationToken = cancellation,
                });
            double learned = trained.Report.Epochs[^1].Coefficients![nameof(loss.Closure)];
            Console.WriteLine(Invariant($"| {name} | {start} | {learned:f4} | {ClosureEpochs} |"));
        }
    }

    private NeuralOperatorTrainer Learner(Loss loss, int passes) => _operators.IFno(loss.NeedsTarget ? "Frames" : "",
        "Velocity", new() { Modes = [8, 8, 8], Channels = 24, Iterations = 4, HasGridEmbedding = false }, new()
        {
            Loss = loss,
            OutputChannels = Axes * Frames,
            LearningRate = 5e-3,
            Schedule = LearningRateSchedule.OneCycle,
            WeightDecay = 0,
            Epochs = passes,
            BatchSize = 4,
            Seed = seed,
            CancellationToken = cancellation,
        });

    private FieldSamples Generate(DecayingTurbulenceOptions flow, int count, int seed)
        => new DecayingTurbulence(flow).Generate(count, seed, cancellation)[0];

    // The first frame, and those after it.
    private IDataView Rows(FieldSamples u, int count)
    {
        int frame = Axes * u.Grid.Aggregate(1, (a, b) => a * b);
        return _operators.LoadFields(
            ("Velocity", new FieldSamples("u0", Axes, u.Grid,
                [.. Enumerable.Range(0, count).SelectMany(i => u[i][..frame].ToArray())])),
            ("Frames", new FieldSamples("u", Axes * Frames, u.Grid,
                [.. Enumerable.Range(0, count).SelectMany(i => u[i][frame..].ToArray())])));
    }

    // The first frame behind the others, where the residual looks for what was before them.
    private static FieldSamples FirstLast(FieldSamples u)
    {
        int frame = Axes * u.Grid.Aggregate(1, (a, b) => a * b);
        return new FieldSamples(u.Name, u.Channels, u.Grid, [.. Enumerable.Range(0, u.Count)
            .SelectMany(i => u[i][frame..].ToArray().Concat(u[i][..frame].ToArray()))]);
    }

    private static double Persistence(FieldSamples u)
    {
        int frame = Axes * u.Grid.Aggregate(1, (a, b) => a * b);
        return Enumerable.Range(0, u.Count).Average(i =>
        {
            double error = 0, size = 0;
            for (int j = frame; j < u[i].Length; j++)
            {
                error += Math.Pow(u[i][j] - u[i][j % frame], 2);
                size += Math.Pow(u[i][j], 2);
            }
            return Math.Sqrt(error / size);
        });
    }
}
