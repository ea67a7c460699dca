using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Predictions refined by their equation as the last step of a pipeline.</summary>
public class RefinementTests
{
    private const int Points = 24, Given = 4, Frames = 5;
    private const double Viscosity = 1e-3, Interval = 0.1;
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    private static VorticityRefinementOptions Equation => new(Viscosity, Interval)
    {
        Forcing = VorticityEquation.Forcing(Points),
    };

    /// <summary>Frames of the solver, turned a little: the step gives them back.</summary>
    [Fact]
    public void Disturbed_frames_of_the_solver_come_back()
    {
        IDataView data = Rows(3);
        FieldMappingEstimator step = Operators.RefineVorticity("Refined", "Score", "Features", Equation);
        IDataView refined = step.Fit(data).Transform(data);
        double before = Operators.Evaluate(data, "Label").RelativeL2,
            after = Operators.Evaluate(refined, "Label", scoreColumnName: "Refined").RelativeL2;
        Assert.InRange(after, 0, before / 10);
        var refiner = new VorticityRefiner(Points, Points, Equation);
        foreach (var (given, score, better) in data.GetColumn<float[]>("Features")
            .Zip(data.GetColumn<float[]>("Score"), refined.GetColumn<float[]>("Refined")))
            Assert.InRange(refiner.Residual(given, better), 0, refiner.Residual(given, score) / 10);
    }

    /// <summary>
    /// Between frames a unit of time apart eddies move by more than their size: all frames changed at once would gain a
    /// factor of five in ten iterations.
    /// </summary>
    [Fact]
    public void Frames_far_apart_come_back_too()
    {
        IDataView data = Rows(3, interval: 1);
        var refiner = new VorticityRefiner(Points, Points, Equation with { Interval = 1, Tolerance = 0 });
        foreach (var (given, score, truth) in data.GetColumn<float[]>("Features")
            .Zip(data.GetColumn<float[]>("Score"), data.GetColumn<float[]>("Label")))
        {
            float[] better = [.. score];
            RefinementReport report = refiner.Refine(given, better);
            Assert.InRange(report.Residuals[2], 0, report.Residuals[0] / 20);
            Assert.InRange(report.Reduction, 0, 1e-2);
            Assert.InRange(Distance(better, truth), 0, Distance(score, truth) / 20);
        }

        static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
    }

    [Fact]
    public void It_follows_an_operator_in_a_pipeline_and_in_engines()
    {
        IDataView data = Rows(3);
        var pipeline = Operators.StFno(options: new()
        {
            Modes = [8, 8],
            TimeModes = 4,
            Channels = 6,
            Layers = 1,
            LatentTimes = 3,
        }, training: new() { Epochs = 1, Workers = 1, Seed = 0 })
            .Append(Operators.RefineVorticity("Refined", "Score", "Features", Equation with { Iterations = 3 }));
        ITransformer model = pipeline.Fit(data);
        IDataView scored = model.Transform(data);
        float[] refined = scored.GetColumn<float[]>("Refined").First();
        Assert.NotEqual(scored.GetColumn<float[]>("Score").First(), refined);
        using var engine = _mlContext.Model.CreatePredictionEngine<Flow, RefinedFlow>(model);
        float[] single = engine.Predict(new Flow { Features = data.GetColumn<float[]>("Features").First() }).Refined;
        Assert.All(refined.Zip(single), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Columns_and_options_that_do_not_fit_are_refused()
    {
        Assert.Contains("Iterations is 0", Assert.Throws<ArgumentOutOfRangeException>(() => Operators
            .RefineVorticity("Refined", "Score", "Features", Equation with { Iterations = 0 })).Message);
        IDataView odd = Operators.LoadFields(("Features", new FieldSamples("a", 1, [8, 8], new float[64])),
            ("Score", new FieldSamples("b", 1, [8, 9], new float[72])));
        Assert.Contains("8×8", Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.RefineVorticity("Refined", "Score", "Features", new(1, 1)).Fit(odd)).Message);
    }

    private IDataView Rows(int count, double interval = Interval)
    {
        FieldSamples w = new VorticityEquation(new()
        {
            Points = Points,
            SolvedPoints = Points,
            Frames = Given + Frames,
            Start = 2,
            Interval = interval,
            Viscosity = Viscosity,
        }).Generate(count, 3)[0];
        float[] truth = Part(Given, Frames);
        float[] score = [.. truth.Select((value, i) => value + 0.05f * (1 + i / (Points * Points) % Frames)
            * MathF.Sin(2 * MathF.PI * (i % Points + 2 * (i / Points % Points)) / Points))];
        return Operators.LoadFields(("Features", Field("given", Given, Part(0, Given))),
            ("Label", Field("truth", Frames, truth)), ("Score", Field("score", Frames, score)));

        float[] Part(int first, int frames) => [.. Enumerable.Range(0, count).SelectMany(i
            => w[i].Slice(first * Points * Points, frames * Points * Points).ToArray())];
        FieldSamples Field(string name, int frames, float[] values) => new(name, frames, [Points, Points], values);
    }

    private sealed class Flow
    {
        [VectorType(Given, Points, Points)]
        public float[] Features { get; set; } = [];

        [VectorType(Frames, Points, Points)]
        public float[] Label { get; set; } = [];
    }

    private sealed class RefinedFlow
    {
        public float[] Refined { get; set; } = [];
    }
}
