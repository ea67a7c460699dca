using System.Diagnostics;
using static System.FormattableString;

namespace Domains.Bench;

/// <summary>
/// PINO (Li et al. 2021, arXiv:2111.03794) on Burgers' equation: an implicit Fourier operator learns from few
/// solutions, from the equation, or from both, and is then trained further on single inputs, whose solutions nobody
/// gives it.
/// </summary>
internal sealed class PhysicsStudy(int samples, int epochs, int steps, int seed, CancellationToken cancellation)
{
    private const int Points = 64, Times = 33, Tests = 32, Refined = 8;
    private const double Viscosity = 0.02;
    private static readonly BurgersResidual Equation = new(Viscosity);
    private readonly NeuralOperatorsCatalog _operators = new MLContext(seed).NeuralOperators();
    private readonly FieldSamples _training = Solutions(samples, 2 * seed), _test = Solutions(Tests, 2 * seed + 1);

    /// <summary>Trains in three ways and prints a row for each.</summary>
    public void Run()
    {
        Console.WriteLine($"{samples} inputs, {epochs} epochs; {Refined} unseen ones trained on for {steps} steps "
            + "each");
        Console.WriteLine("| learns from | s | relative L2 | of the refined | refined | s an input |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Row("solutions", Loss.RelativeL2);
        Row("the equation", Equation);
        Row("both", new SumLoss((Loss.RelativeL2, 1), (Equation, 0.1)));
    }

    private void Row(string name, Loss loss)
    {
        using NeuralOperatorTransformer model = Learner(loss.NeedsTarget ? "Solution" : "", loss, epochs, 5e-3)
            .Fit(Rows(_training, 0, samples));
        double error = Error(model, 0, Tests), before = Error(model, 0, Refined), after = 0;
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < Refined; i++)
        {
            using NeuralOperatorTransformer one = Learner("", Equation, steps, 1e-3).ContinueFrom(model)
                .Fit(Rows(_test, i, 1));
            after += Error(one, i, 1) / Refined;
        }
        Console.WriteLine(Invariant($"| {name} | {model.Report!.Seconds:f0} | {error:f4} | {before:f4} | {after:f4} | ")
            + Invariant($"{clock.Elapsed.TotalSeconds / Refined:f1} |"));
    }

    private NeuralOperatorTrainer Learner(string label, Loss loss, int passes, double rate)
        => _operators.IFno(label, "Input", new()
        {
            Modes = [12, 24],
            // Time is not periodic, space is.
            DomainPadding = 0.125,
            PaddedAxes = [0],
            Channels = 24,
            Iterations = 4,
        }, new()
        {
            Loss = loss,
            LearningRate = rate,
            Schedule = LearningRateSchedule.Cosine,
            WeightDecay = 0,
            Epochs = passes,
            BatchSize = 8,
            Seed = seed,
            CancellationToken = cancellation,
        });

    private double Error(NeuralOperatorTransformer model, int first, int count)
        => _operators.Evaluate(model.Transform(Rows(_test, first, count)), "Solution").RelativeL2;

    // The initial state at every time, and the solution.
    private IDataView Rows(FieldSamples u, int first, int count)
    {
        float[] solutions = [.. Enumerable.Range(first, count).SelectMany(i => u[i].ToArray())],
            inputs = [.. Enumerable.Range(first, count)
                .SelectMany(i => Enumerable.Repeat(u[i][..Points].ToArray(), Times)).SelectMany(start => start)];
        return _operators.LoadFields(("Input", new FieldSamples("u0", 1, u.Grid, inputs)),
            ("Solution", new FieldSamples("u", 1, u.Grid, solutions)));
    }

    private static FieldSamples Solutions(int count, int seed)
        => BurgersEquation.Generate(count, Points, Times, Viscosity, 1, seed, new PeriodicRandomField(2.5, 7, 49));
}
