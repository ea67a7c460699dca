using System.Diagnostics;
using Microsoft.ML.Data;
using static System.FormattableString;

namespace Spectral.Bench;

/// <summary>
/// Spectral-Refiner (Cao, Brarda, Li, Xi 2024): ST-FNO learns ten frames of two-dimensional flow from the ten before in
/// few epochs, and its predictions of unseen flows are refined by the equation.
/// </summary>
internal sealed class RefinementStudy(int samples, int epochs, double interval, int seed,
    CancellationToken cancellation)
{
    private const int Points = 64, Given = 10, Asked = 10, Tests = 16;
    private const double Viscosity = 1e-3;
    private static readonly int[] Iterations = [1, 2, 5, 10, 20];
    private readonly NeuralOperatorsCatalog _operators = new MLContext(seed).NeuralOperators();

    /// <summary>Trains, refines, and prints a table.</summary>
    public void Run()
    {
        IDataView training = Rows(samples, 2 * seed), test = Rows(Tests, 2 * seed + 1);
        using NeuralOperatorTransformer model = _operators.StFno(training: new()
        {
            Epochs = epochs,
            Seed = seed,
            CancellationToken = cancellation,
        }).Fit(training);
        IDataView scored = model.Transform(test);
        Console.WriteLine(Invariant($"ST-FNO, {model.Report!.Parameters:n0} parameters, {samples} flows, {epochs} ")
            + Invariant($"epochs, {model.Report.Seconds:f0} s; frames {interval} apart"));
        Console.WriteLine("| iterations | residual in H⁻¹ | over the prediction's | relative L2 | ms a row |");
        Console.WriteLine("|---|---|---|---|---|");
        var clock = Stopwatch.StartNew();
        float[][] scores = Columns(scored, "Score"), given = Columns(test, "Features"),
            truth = Columns(test, "Label");
        var refiner = new VorticityRefiner(Points, Points, Equation(1));
        double before = Mean(scores);
        Row("0", before, _operators.Evaluate(scored).RelativeL2, 0);
        foreach (int iterations in Iterations)
        {
            IDataView refined = _operators.RefineVorticity("Refined", "Score", "Features", Equation(iterations))
                .Fit(scored).Transform(scored);
            // Scores first, whose time is not counted.
            clock.Restart();
            Columns(scored, "Score");
            double scoring = clock.Elapsed.TotalMilliseconds;
            clock.Restart();
            float[][] better = Columns(refined, "Refined");
            double time = (clock.Elapsed.TotalMilliseconds - scoring) / Tests;
            Row($"{iterations}", Mean(better),
                _operators.Evaluate(refined, scoreColumnName: "Refined").RelativeL2, time);
        }
        Row("the solver's frames", Mean(truth), 0, 0);

        double Mean(float[][] frames) => frames.Select((f, i) => refiner.Residual(given[i], f)).Average();

        void Row(string name, double residual, double error, double time) => Console.WriteLine(
            Invariant($"| {name} | {residual:g3} | {residual / before:g3} | {error:g3} | {time:f0} |"));
    }

    private VorticityRefinementOptions Equation(int iterations) => new(Viscosity, interval)
    {
        Forcing = VorticityEquation.Forcing(Points),
        Iterations = iterations,
        Tolerance = 0,
    };

    private static float[][] Columns(IDataView data, string name) => [.. data.GetColumn<float[]>(name)];

    private IDataView Rows(int count, int seed)
    {
        FieldSamples w = new VorticityEquation(new()
        {
            Points = Points,
            Frames = Given + Asked,
            Start = 2,
            Interval = interval,
            Viscosity = Viscosity,
        }).Generate(count, seed, cancellation)[0];
        return _operators.LoadFields(("Features", Part(0, Given)), ("Label", Part(Given, Asked)));

        FieldSamples Part(int first, int frames) => new("w", frames, [Points, Points],
            [.. Enumerable.Range(0, count).SelectMany(i
                => w[i].Slice(first * Points * Points, frames * Points * Points).ToArray())]);
    }
}
