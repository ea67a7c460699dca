using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Fields;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The same model as ML.NET's own OnnxTransformer, which is what a saved zip holds: it loads without this library. It runs row
/// by row at the training grid and reads its file again when saved, so the file lives as long as the transformer.
/// </summary>
internal sealed class StockModel : IDisposable
{
    private readonly string _path;

    public StockModel(MLContext mlContext, byte[] model, ModelMetadata metadata)
    {
        string folder = string.IsNullOrEmpty(mlContext.TempFilePath) ? Path.GetTempPath() : mlContext.TempFilePath;
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, $"neural-operator-{Guid.NewGuid():N}.onnx");
        try
        {
            AtomicFile.Write(_path, stream => stream.Write(model));
            var shapes = new Dictionary<string, int[]>
            {
                [metadata.Feature.Name] = [1, metadata.Feature.Channels, .. metadata.Feature.Grid],
                [metadata.Score.Name] = [1, metadata.Score.Channels, .. metadata.Score.Grid],
            };
            // The row-by-row copy runs on the CPU; GPU settings of a reloaded model come from its context.
            Transformer = mlContext.Transforms.ApplyOnnxModel([metadata.Score.Name], [metadata.Feature.Name], _path, shapes,
                gpuDeviceId: null, fallbackToCpu: true).Fit(Empty(mlContext, metadata.Feature));
        }
        catch
        {
            File.Delete(_path);
            throw;
        }
    }

    /// <summary>ML.NET's own transformer.</summary>
    public ITransformer Transformer { get; }

    public void Dispose()
    {
        (Transformer as IDisposable)?.Dispose();
        File.Delete(_path);
    }

    // The estimator checks a schema when fitted; it reads no rows.
    private static IDataView Empty(MLContext mlContext, FieldColumn feature)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        SchemaDefinition.Column column = definition[nameof(Row.Field)];
        (column.ColumnName, column.ColumnType) = (feature.Name, feature.Type);
        return mlContext.Data.LoadFromEnumerable(Array.Empty<Row>(), definition);
    }

    private sealed class Row
    {
        [VectorType]
        public float[] Field { get; set; } = [];
    }
}
