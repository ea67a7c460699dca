using Microsoft.ML.NeuralOperators.Testing;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Pipelines on a CUDA device; skipped where torch or ONNX Runtime finds none.</summary>
public class CudaTests
{
    private readonly MLContext _mlContext = new(seed: 0) { GpuDeviceId = 0 };

    public CudaTests() => Assert.SkipUnless(torch.cuda.is_available(), "torch finds no CUDA device");

    [Fact]
    public void A_pipeline_trains_on_the_device_and_scores_there_and_elsewhere()
    {
        IDataView data = Fixture.Data(_mlContext, 32);
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext).Fit(data);
        Assert.Equal("cuda:0", model.Report!.Device);
        Assert.Equal("CUDAExecutionProvider", model.ExecutionProvider);
        using var folder = new TemporaryFolder();
        string path = folder["model.zip"];
        _mlContext.Model.Save(model, data.Schema, path);
        using var there = (NeuralOperatorTransformer)_mlContext.NeuralOperators().Load(path);
        using var onCpu = (NeuralOperatorTransformer)new MLContext().NeuralOperators().Load(path);
        Assert.Equal("CUDAExecutionProvider", there.ExecutionProvider);
        Assert.Equal("CPUExecutionProvider", onCpu.ExecutionProvider);
        float[] scores = Fixture.Scores(model, data);
        Near.Require(scores, Fixture.Scores(there, data), 1e-6, "loaded on the device");
        Near.Require(scores, Fixture.Scores(onCpu, data), 1e-5, "loaded on the CPU");
        // Stock ML.NET, whose transformer multiplies in TF32.
        ITransformer stock = _mlContext.Model.Load(path, out _);
        Near.Require(scores, Fixture.Scores(stock, data), 1e-2, "in stock ML.NET");
        ((IDisposable)stock).Dispose();
    }

    [Fact]
    public void Training_learns_the_problem()
        => Fixture.RequireLearned(_mlContext, Fixture.Fno(_mlContext, new() { Epochs = 30, BatchSize = 8, Seed = 1 }),
            0.1, 16, 0.2);

    [Fact]
    public void A_model_of_the_device_is_trained_further_on_the_CPU()
    {
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext).Fit(Fixture.Data(_mlContext, 32));
        var onCpu = new MLContext(seed: 0);
        using NeuralOperatorTransformer further =
            Fixture.Fno(onCpu).ContinueFrom(model).Fit(Fixture.Data(onCpu, 32));
        Assert.StartsWith("cpu", further.Report!.Device, StringComparison.Ordinal);
    }
}
