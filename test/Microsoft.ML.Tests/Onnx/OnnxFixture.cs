using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms.Onnx;
using Xunit;

namespace Microsoft.ML.Tests.Onnx;

/// <summary>A context whose temporary files, and the models, lie in a folder of the test.</summary>
public abstract class OnnxFixture : IDisposable
{
    private readonly TemporaryFolder _folder = Read.Folder();
    private readonly TemporaryFolder _temporary = Read.Folder();

    protected OnnxFixture() => Ml = new MLContext(1) { TempFilePath = Path.GetDirectoryName(_temporary.File("x"))! };

    protected MLContext Ml { get; }

    protected string[] TemporaryFiles => Directory.GetFiles(Ml.TempFilePath);

    public void Dispose()
    {
        _folder.Dispose();
        _temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string FileOf(string name) => _folder.File(name);

    /// <summary>The path of a model with these bytes.</summary>
    protected string Write(byte[] model, string name = "model.onnx")
    {
        File.WriteAllBytes(FileOf(name), model);
        return FileOf(name);
    }

    /// <summary>Rows of a column x that has these dimensions.</summary>
    private protected IDataView Rows(int[] dimensions, params float[][] rows)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(X));
        definition["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        return Ml.Data.LoadFromEnumerable(rows.Select(r => new X { Values = r }), definition);
    }

    /// <summary>What a model makes of data, as rows of its output.</summary>
    private protected float[][] Run(OnnxScoringEstimator estimator, IDataView data, string output = "y")
    {
        using OnnxTransformer transformer = estimator.Fit(data);
        return [.. transformer.Transform(data).GetColumn<float[]>(output)];
    }

    /// <summary>An error of initialisation, or of the library where it was built without CUDA.</summary>
    protected static void AssertNoGpu(Exception? error) => Assert.True(error is InvalidOperationException or EntryPointNotFoundException, $"{error}");

    private sealed class X
    {
        [ColumnName("x")]
        public float[] Values { get; set; } = [];
    }
}
