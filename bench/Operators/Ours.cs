using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Operators.Bench;

/// <summary>This library: training with torch, predictions through ONNX Runtime.</summary>
internal static class Ours
{
    public static Reading Measure(Workload workload) => workload.Kind switch
    {
        Workload.Epoch => Epoch(workload),
        Workload.Prediction => Prediction(workload),
        Workload.Transformer => Transformer(workload),
        Workload.Outputs => Outputs(workload),
        Workload.Devices => new Reading(torch.cuda.is_available() ? torch.cuda.device_count() : 0, 0, 0, ""),
        Workload.DeviceCheck => DeviceCheck.Measure(workload),
        Workload.Product => MachineLimit.Product(workload),
        _ => throw new ArgumentException($"There is no measurement '{workload.Kind}'.", nameof(workload)),
    };

    /// <summary>The network; every program in the comparison has the same.</summary>
    public static NeuralOperator Define(string model, int size)
        => model == "fno" ? new Fno(1, 1, new() { Modes = Modes(size), Channels = 24 })
            : new Mgno(1, 1, new() { Levels = Levels(size) });

    /// <summary>Fields of seeded noise: the time of a step does not depend on what the numbers are.</summary>
    public static FieldSamples Noise(string name, int samples, int size, int seed)
    {
        var random = new Random(seed);
        var values = new float[samples * size * size];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(random.NextDouble() - 0.5);
        return new FieldSamples(name, 1, [size, size], values);
    }

    /// <summary>Noise to learn from noise.</summary>
    public static FieldDataset Data(int samples, int size)
        => new([Noise("x", samples, size, 1)], Noise("y", samples, size, 2));

    private static Reading Epoch(Workload w)
    {
        var marks = new List<(double, double)> { Clock.Now };
        TrainedOperator trained =
            Trainer.Train(Define(w.Model, w.Size), Data(w.Samples, w.Size), null, new TrainingOptions
            {
                Epochs = w.Epochs,
                BatchSize = w.Batch,
                Optimizer = OptimizerKind.Adam,
                // As the other programs have it.
                LearningRate = 1e-3,
                GpuDeviceId = w.GpuDeviceId,
                Progress = progress =>
                {
                    if (progress.EndsEpoch) marks.Add(Clock.Now);
                },
            });
        var (wall, cpu) = Clock.BestInterval(marks);
        return new Reading(trained.Report.Parameters, wall, cpu,
            $"TorchSharp {trained.Report.Versions["TorchSharp"]}, {trained.Report.Device}");
    }

    private static Reading Prediction(Workload w)
    {
        NeuralOperator definition = Define(w.Model, w.Size);
        byte[] model = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
        using OnnxOperatorSession session =
            OnnxOperatorSession.Open(model, new ExecutionOptions { GpuDeviceId = w.GpuDeviceId });
        long[] shape = [w.Batch, 1, w.Size, w.Size];
        float[] input = Noise("x", w.Batch, w.Size, 1).Values;
        var (wall, cpu) = Clock.Repeat(() => session.Run([(input, shape)]));
        return new Reading(Count(definition), wall, cpu, Runtime(session.ExecutionProvider));
    }

    private static Reading Transformer(Workload w)
    {
        var mlContext = new MLContext(seed: 0) { GpuDeviceId = w.GpuDeviceId };
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        FieldSamples x = Noise("x", w.Batch, w.Size, 1);
        // A training of one step: predictions take as long with any weights.
        IDataView data = operators.LoadFields(("x", x), ("u", Noise("u", w.Batch, w.Size, 2)));
        var training = new TrainingOptions { Epochs = 1, Workers = 1, ScoringBatchSize = w.Batch };
        NeuralOperatorTrainer trainer = w.Model == "fno"
            ? operators.Fno("u", "x", new() { Modes = Modes(w.Size), Channels = 24 }, training)
            : operators.Mgno("u", "x", new() { Levels = Levels(w.Size) }, training);
        using NeuralOperatorTransformer model = trainer.Fit(data);
        Action predict = w.Batch == 1 ? One() : () =>
        {
            foreach (float[] _ in model.Transform(data).GetColumn<float[]>("Score")) { }
        };
        var (wall, cpu) = Clock.Repeat(predict);
        return new Reading(model.Report!.Parameters, wall, cpu, Runtime(model.ExecutionProvider), Share());

        // The same graph, normalisation included, with the rows in one array.
        double Share()
        {
            string file = Path.Combine(Path.GetTempPath(), $"share-{Environment.ProcessId}.onnx");
            try
            {
                model.ExportToOnnx(file);
                using OnnxOperatorSession session =
                    OnnxOperatorSession.Open(file, new ExecutionOptions { GpuDeviceId = w.GpuDeviceId });
                long[] shape = [w.Batch, 1, w.Size, w.Size];
                var scores = new float[x.Values.Length];
                return Clock.Share(predict, () => session.Run(x.Values, shape, scores, shape));
            }
            finally
            {
                File.Delete(file);
            }
        }

        // Single rows go through a prediction engine, as in any ML.NET program.
        Action One()
        {
            SchemaDefinition schema = SchemaDefinition.Create(typeof(Input));
            schema["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, w.Size, w.Size);
            PredictionEngine<Input, Output> engine = mlContext.Model.CreatePredictionEngine<Input,
                Output>(model, inputSchemaDefinition: schema);
            var input = new Input { x = x.Values };
            var output = new Output();
            return () => engine.Predict(input, ref output);
        }
    }

    // No time is measured: weights, an input, and what they give, for the other programs to compare with.
    private static Reading Outputs(Workload w)
    {
        NeuralOperator definition = Define(w.Model, w.Size);
        ParameterValues values = ParameterValues.Initialize(definition, 0);
        long[] shape = [w.Batch, 1, w.Size, w.Size];
        float[] input = Noise("x", w.Batch, w.Size, 1).Values, target = Noise("y", w.Batch, w.Size, 2).Values;
        using OnnxOperatorSession session =
            OnnxOperatorSession.Open(OnnxExporter.Export(definition, values),
            new ExecutionOptions { GpuDeviceId = w.GpuDeviceId });
        float[] output = session.Run([(input, shape)]).Values;
        using DisposeScope scope = torch.NewDisposeScope();
        float loss = Loss.RelativeH1.PerSample(torch.tensor(output, shape), torch.tensor(target, shape)).mean()
            .item<float>();
        RawFile.Write(w.Folder!, values);
        RawFile.Write(w.Folder!, "input", input);
        RawFile.Write(w.Folder!, "target", target);
        RawFile.Write(w.Folder!, "output", output);
        RawFile.Write(w.Folder!, "loss", [loss]);
        return new Reading(Count(definition), 0, 0, session.ExecutionProvider);
    }

    private static int[] Modes(int size) => [Math.Min(16, size / 2), Math.Min(16, size / 2)];

    // Down to 2 points along an axis.
    private static SmoothingSteps[] Levels(int size)
        => [.. Enumerable.Repeat(new SmoothingSteps(1), (int)Math.Log2(size) - 1), new SmoothingSteps(2)];

    private static string Runtime(string provider)
        => $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, {provider}, its default threads";

    private static long Count(NeuralOperator definition)
        => definition.Parameters.Where(p => p.IsTrainable).Sum(p => p.Elements);

    private sealed class Input
    {
        public float[] x = [];
    }

    private sealed class Output
    {
        public float[] Score = [];
    }
}
