using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Training;

namespace NavierStokes;

/// <summary>Data, training, roll-out, errors of every step.</summary>
internal sealed class Job(int trajectories, int epochs, int size, int seed, CancellationToken cancellation)
{
    private const int Steps = 10, TestTrajectories = 16, Copies = 4;
    private const double Viscosity = 1e-3;

    public void Run()
    {
        var mlContext = new MLContext(seed);
        mlContext.Log += (_, e) =>
        {
            if (e.Message.Contains("Epoch", StringComparison.Ordinal)
                || e.Message.Contains("Trained", StringComparison.Ordinal)) Console.WriteLine(e.RawMessage);
        };
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        FieldSamples training = WithSymmetries(Generate(trajectories, 2 * seed)),
            test = Generate(TestTrajectories, 2 * seed + 1);
        using NeuralOperatorTransformer model =
            operators.Fno("", "w", new() { Modes = [20, 20], Channels = 24, HasOutputResidual = true }, new()
            {
                RollOut = new RollOut(),
                Loss = Loss.RelativeL2,
                LearningRate = 3e-3,
                Schedule = LearningRateSchedule.Cosine,
                Epochs = epochs,
                BatchSize = 8,
                Seed = seed,
                CancellationToken = cancellation,
            }).Fit(operators.LoadFields(("w", training)));
        Report(test, model.RollOut(operators.LoadFields(("w", Start(test))), Steps).GetColumn<float[]>("Score")
            .ToArray());
    }

    private FieldSamples Generate(int count, int dataSeed)
    {
        Console.WriteLine($"Solving {count} flows");
        return VorticityEquation.Generate(count, size, Steps + 1, Viscosity, start: 10, seed: dataSeed,
            cancellation: cancellation);
    }

    // The forcing depends on x + y alone, and is odd about one diagonal and even about another: shifts by (s, -s), half
    // turns about a point of the even diagonal, and reflections with the sign turned about the odd one make flows of
    // flows, and cost nothing.
    private FieldSamples WithSymmetries(FieldSamples flows)
    {
        int frames = Steps + 1, points = size * size;
        var random = new Random(seed);
        var values = new float[Copies * flows.Values.Length];
        for (int flow = 0; flow < Copies * flows.Count; flow++)
        {
            int shift = random.Next(size);
            bool isTurned = random.Next(2) == 1, isReflected = random.Next(2) == 1;
            ReadOnlySpan<float> source = flows[flow / Copies];
            Span<float> copy = values.AsSpan(flow * frames * points, frames * points);
            for (int at = 0; at < copy.Length; at++)
            {
                (int i, int j) = (at / size % size + shift, at % size + size - shift);
                if (isTurned) (i, j) = (size / 4 + 2 * size - i, 2 * size - j);
                if (isReflected) (i, j) = (j + size / 2, i);
                float value = source[at / points * points + i % size * size + j % size];
                copy[at] = isReflected ? -value : value;
            }
        }
        return new FieldSamples(flows.Name, frames, flows.Grid, values);
    }

    // The first state of every flow.
    private FieldSamples Start(FieldSamples flows)
        => new(flows.Name, 1, flows.Grid,
            [.. Enumerable.Range(0, flows.Count).SelectMany(i => flows[i][..(size * size)].ToArray())]);

    private void Report(FieldSamples truth, float[][] predictions)
    {
        int points = size * size;
        var whole = new FieldMetricsAccumulator(Steps, [size, size]);
        for (int i = 0; i < truth.Count; i++) whole.Add(predictions[i], truth[i][points..]);
        for (int step = 0; step < Steps; step++)
        {
            var metrics = new FieldMetricsAccumulator(1, [size, size]);
            for (int i = 0; i < truth.Count; i++)
                metrics.Add(predictions[i].AsSpan(step * points, points), truth[i].Slice((step + 1) * points, points));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"step {step + 1}: relative L2 {metrics.ToMetrics().RelativeL2:f4}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"all {Steps} steps: relative L2 {whole.ToMetrics().RelativeL2:f4}"));
    }
}
