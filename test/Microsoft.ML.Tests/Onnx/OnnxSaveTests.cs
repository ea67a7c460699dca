using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using Xunit;

namespace Microsoft.ML.Tests.Onnx;

public sealed class OnnxSaveTests : OnnxFixture
{
    private static readonly byte[] Bytes = TinyModel.Unary("Neg", "x:N,H,W", "y:N,H,W");
    private static readonly Dictionary<string, int[]> Shapes = new() { ["x"] = [1, 2, 1], ["y"] = [1, 2, 1] };

    [Fact]
    public void AModelComesBackAsTheStockTransformerWithItsShapes()
    {
        IDataView data = Rows([2, 1], [1, 2], [3, 4]);
        string zip = Save(data);
        File.Delete(FileOf("model.onnx"));
        using var loaded = Assert.IsType<OnnxTransformer>(Ml.Model.Load(zip, out DataViewSchema schema));
        Assert.Equal("Vector<Single, 2, 1>", schema["x"].Type.ToString());
        Assert.Equal("Vector<Single, 1, 2, 1>", loaded.GetOutputSchema(data.Schema)["y"].Type.ToString());
        Assert.Equal([[-1f, -2], [-3f, -4]], loaded.Transform(data).GetColumn<float[]>("y"));
    }

    [Fact]
    public void TheTemporaryFileOfALoadedModelGoesWithIt()
    {
        string zip = Save(Rows([2, 1], [1, 2]));
        var loaded = (IDisposable)Ml.Model.Load(zip, out _);
        loaded.Dispose();
        Assert.Empty(TemporaryFiles);
    }

    [Fact]
    public void AModelInAChainComesBack()
    {
        IDataView data = Rows([2, 1], [1, 2], [3, 4]);
        var chain = Ml.Transforms.CopyColumns("z", "x").Append(Ml.Transforms.ApplyOnnxModel(Write(Bytes), Shapes)).Append(Ml.Transforms.SelectColumns("y"));
        using TransformerChain<Microsoft.ML.Transforms.ColumnSelectingTransformer> model = chain.Fit(data);
        Ml.Model.Save(model, data.Schema, FileOf("chain.zip"));
        ITransformer loaded = new MLContext { TempFilePath = Ml.TempFilePath }.Model.Load(FileOf("chain.zip"), out _);
        Assert.Equal([[-1f, -2], [-3f, -4]], loaded.Transform(data).GetColumn<float[]>("y"));
        ((IDisposable)loaded).Dispose();
    }

    [Fact]
    public void ALoadedModelCanBeSavedAgain()
    {
        IDataView data = Rows([2, 1], [1, 2]);
        using (var loaded = (OnnxTransformer)Ml.Model.Load(Save(data), out DataViewSchema schema)) Ml.Model.Save(loaded, schema, FileOf("again.zip"));
        using var again = (OnnxTransformer)Ml.Model.Load(FileOf("again.zip"), out _);
        Assert.Equal([-1f, -2], again.Transform(data).GetColumn<float[]>("y").Single());
    }

    [Fact]
    public void TheFileIsReadAgainWhenSaved()
    {
        IDataView data = Rows([2, 1], [1, 2]);
        using OnnxTransformer model = Ml.Transforms.ApplyOnnxModel(Write(Bytes), Shapes).Fit(data);
        File.Delete(FileOf("model.onnx"));
        using var stream = new MemoryStream();
        Assert.Throws<FileNotFoundException>(() => Ml.Model.Save(model, data.Schema, stream));
    }

    [Fact]
    public void AModelOfAStreamNeedsItNoMore()
    {
        IDataView data = Rows([2, 1], [1, 2]);
        using var bytes = new MemoryStream(Bytes);
        using OnnxTransformer model = Ml.Transforms.ApplyOnnxModel(bytes, Shapes).Fit(data);
        bytes.Dispose();
        Assert.Single(TemporaryFiles);
        Ml.Model.Save(model, data.Schema, FileOf("stream.zip"));
        using var loaded = (OnnxTransformer)Ml.Model.Load(FileOf("stream.zip"), out _);
        Assert.Equal([-1f, -2], loaded.Transform(data).GetColumn<float[]>("y").Single());
    }

    [Fact]
    public void TheDeviceIsThatOfTheLoadingContext()
    {
        string zip = Save(Rows([2, 1], [1, 2]));
        var loading = new MLContext { TempFilePath = Ml.TempFilePath, GpuDeviceId = 99, FallbackToCpu = false };
        AssertNoGpu(Record.Exception(() => loading.Model.Load(zip, out _)));
    }

    private string Save(IDataView data)
    {
        using OnnxTransformer model = Ml.Transforms.ApplyOnnxModel(Write(Bytes), Shapes).Fit(data);
        Ml.Model.Save(model, data.Schema, FileOf("model.zip"));
        return FileOf("model.zip");
    }
}
