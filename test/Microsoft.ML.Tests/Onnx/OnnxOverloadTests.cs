using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Onnx;
using Xunit;

namespace Microsoft.ML.Tests.Onnx;

/// <summary>Every way to give a model, its names, shapes and options.</summary>
public sealed class OnnxOverloadTests : OnnxFixture
{
    private static readonly byte[] Bytes = TinyModel.Unary("Neg", "x:N,2", "y:N,2");
    private static readonly Dictionary<string, int[]> Shapes = new() { ["x"] = [1, 2], ["y"] = [1, 2] };

    private static readonly Dictionary<string, Func<TransformsCatalog, string, Stream, OnnxScoringEstimator>> Overloads = new()
    {
        ["file"] = (catalog, file, _) => catalog.ApplyOnnxModel(file),
        ["file, shapes"] = (catalog, file, _) => catalog.ApplyOnnxModel(file, Shapes),
        ["names, file"] = (catalog, file, _) => catalog.ApplyOnnxModel("y", "x", file),
        ["names, file, shapes"] = (catalog, file, _) => catalog.ApplyOnnxModel("y", "x", file, Shapes),
        ["lists, file"] = (catalog, file, _) => catalog.ApplyOnnxModel(["y"], ["x"], file),
        ["lists, file, shapes"] = (catalog, file, _) => catalog.ApplyOnnxModel(["y"], ["x"], file, Shapes, null, false),
        ["lists, file, shapes, depth"] = (catalog, file, _) => catalog.ApplyOnnxModel(["y"], ["x"], file, Shapes, recursionLimit: 50),
        ["stream"] = (catalog, _, stream) => catalog.ApplyOnnxModel(stream),
        ["stream, shapes"] = (catalog, _, stream) => catalog.ApplyOnnxModel(stream, Shapes),
        ["names, stream"] = (catalog, _, stream) => catalog.ApplyOnnxModel("y", "x", stream),
        ["names, stream, shapes"] = (catalog, _, stream) => catalog.ApplyOnnxModel("y", "x", stream, Shapes),
        ["lists, stream"] = (catalog, _, stream) => catalog.ApplyOnnxModel(["y"], ["x"], stream),
        ["lists, stream, shapes"] = (catalog, _, stream) => catalog.ApplyOnnxModel(["y"], ["x"], stream, Shapes, null, false),
        ["lists, stream, shapes, depth"] = (catalog, _, stream) => catalog.ApplyOnnxModel(["y"], ["x"], stream, Shapes, recursionLimit: 50),
        ["options"] = (catalog, file, _) => catalog.ApplyOnnxModel(new OnnxOptions { ModelFile = file, InputColumns = ["x"], OutputColumns = ["y"], ShapeDictionary = Shapes }),
        ["options, threads"] = (catalog, file, _) => catalog.ApplyOnnxModel(
            new OnnxOptions { ModelFile = file, InputColumns = [], OutputColumns = [], InterOpNumThreads = 1, IntraOpNumThreads = 2, RecursionLimit = 50 }),
    };

    public static TheoryData<string> Names => [.. Overloads.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheModelIsTheSame(string name)
    {
        using var stream = new MemoryStream(Bytes);
        stream.Position = 7;
        Assert.Equal([[-1f, -2], [-3f, -4]], Run(Overloads[name](Ml.Transforms, Write(Bytes), stream), Rows([2], [1, 2], [3, 4])));
    }

    [Fact]
    public void SessionOptionsOfTheContextReplaceTheOthers()
    {
        int calls = 0;
        Assert.Null(Ml.GetOnnxSessionOption());
        Ml.SetOnnxSessionOption(new OnnxSessionOptions
        {
            CreateSessionOptions = () =>
            {
                calls++;
                return new SessionOptions { IntraOpNumThreads = 1 };
            },
        });
        // The device is theirs to choose, so that there is none of this number does not matter.
        Assert.Equal([-1f, -2], Run(Ml.Transforms.ApplyOnnxModel(Write(Bytes), gpuDeviceId: 99), Rows([2], [1, 2])).Single());
        Assert.Equal(1, calls);
    }

    [Fact]
    public void ThreadsOfTheContextAreTaken()
    {
        Ml.SetOnnxSessionOption(new OnnxSessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 });
        Assert.Equal(1, Ml.GetOnnxSessionOption()!.IntraOpNumThreads);
        Assert.Equal([-1f, -2], Run(Ml.Transforms.ApplyOnnxModel(Write(Bytes)), Rows([2], [1, 2])).Single());
    }

    [Fact]
    public void AMissingGpuIsAFault()
        => AssertNoGpu(Record.Exception(() => Ml.Transforms.ApplyOnnxModel(Write(Bytes), gpuDeviceId: 99)));

    [Fact]
    public void TheDeviceOfTheContextIsTakenWhereNoneIsGiven()
    {
        (Ml.GpuDeviceId, Ml.FallbackToCpu) = (99, false);
        AssertNoGpu(Record.Exception(() => Ml.Transforms.ApplyOnnxModel(Write(Bytes), fallbackToCpu: true)));
    }

    [Fact]
    public void TheCpuStandsInOnlyForARuntimeThatKnowsCuda()
    {
        float[][] rows = [];
        Exception? error = Record.Exception(() => rows = Run(Ml.Transforms.ApplyOnnxModel(Write(Bytes), gpuDeviceId: 99, fallbackToCpu: true), Rows([2], [1, 2])));
        if (error is null) Assert.Equal([-1f, -2], rows.Single());
        else Assert.IsType<EntryPointNotFoundException>(error);
    }
}
