using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Metrics;
using Microsoft.ML.NeuralOperators.Physics;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Losses;

namespace NavierStokes;

/// <summary>Data, training, roll-out, errors of every step.</summary>
internal sealed class Job(int trajectories, int epochs, int size, int seed, CancellationToken cancellation)
{
    private const int Steps = 10, TestTrajectories = 16, Shifts = 8;
    private const double Viscosity = 1e-3;

    public void Run()
    {
        var mlContext = new MLContext(seed);
        mlContext.Log += (_, e) =>
        {
            if (e.Message.Contains("Epoch", StringComparison.Ordinal) || e.Message.Contains("Trained", StringComparison.Ordinal)) Console.WriteLine(e.RawMessage);
        };
        FieldSamples training = Shifted(Generate(trajectories, 2 * seed)), test = Generate(TestTrajectories, 2 * seed + 1);
        using NeuralOperatorTransformer model = mlContext.NeuralOperators().Fourier(new FourierOperatorTrainer.Options
        {
            FeatureColumnName = "w",
            RollOut = new RollOut(),
            NumberOfModes = [16, 16],
            HiddenChannels = 24,
            HasOutputResidual = true,
            Loss = Loss.RelativeL2,
            LearningRate = 4e-3,
            Epochs = epochs,
            BatchSize = 16,
            Seed = seed,
            CancellationToken = cancellation,
        }).Fit(View(mlContext, training, Steps + 1));
        Report(test, model.RollOut(View(mlContext, test, 1), Steps).GetColumn<float[]>("Score").ToArray());
    }

    private FieldSamples Generate(int count, int dataSeed)
    {
        Console.WriteLine($"Solving {count} flows");
        return VorticityEquation.Generate(count, size, Steps + 1, Viscosity, start: 10, seed: dataSeed, cancellation: cancellation);
    }

    // The forcing depends on x + y alone: a flow shifted by (s, -s) is a flow again, and costs nothing.
    private FieldSamples Shifted(FieldSamples flows)
    {
        int frames = Steps + 1, points = size * size;
        var values = new float[Shifts * flows.Values.Length];
        for (int flow = 0; flow < Shifts * flows.Count; flow++)
        {
            int shift = flow % Shifts * size / Shifts;
            ReadOnlySpan<float> source = flows[flow / Shifts];
            for (int at = 0; at < frames * points; at++)
            {
                int i = at / size % size, j = at % size, frame = at / points * points;
                values[flow * frames * points + at] = source[frame + (i + shift) % size * size + (j + size - shift) % size];
            }
        }
        return new FieldSamples(flows.Name, frames, flows.Grid, values);
    }

    private IDataView View(MLContext mlContext, FieldSamples flows, int frames)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Flow));
        definition[nameof(Flow.w)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, frames, size, size);
        return mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, flows.Count)
            .Select(i => new Flow { w = flows[i][..(frames * size * size)].ToArray() }).ToArray(), definition);
    }

    private void Report(FieldSamples truth, float[][] predictions)
    {
        int points = size * size;
        var whole = new FieldMetricsAccumulator(Steps, [size, size]);
        for (int i = 0; i < truth.Count; i++) whole.Add(predictions[i], truth[i][points..]);
        for (int step = 0; step < Steps; step++)
        {
            var metrics = new FieldMetricsAccumulator(1, [size, size]);
            for (int i = 0; i < truth.Count; i++) metrics.Add(predictions[i].AsSpan(step * points, points), truth[i].Slice((step + 1) * points, points));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step + 1}: relative L2 {metrics.ToMetrics().RelativeL2:f4}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all {Steps} steps: relative L2 {whole.ToMetrics().RelativeL2:f4}"));
    }

    private sealed class Flow
    {
        [VectorType]
        public float[] w = [];
    }
}
