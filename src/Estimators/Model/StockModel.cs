using Microsoft.ML.NeuralOperators.Data;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The same model as ML.NET's own OnnxTransformer, which is what a saved zip holds: it loads without this library. It
/// runs row by row and reads its file again when saved, so the file lives as long as this. Fields of a fixed size have
/// the training's; columns whose rows differ keep their open size, since a row alone needs no filling up. Masks are
/// ordinary columns there, ones for every point of the row.
/// </summary>
internal sealed class StockModel : IDisposable
{
    private readonly string _path;

    public StockModel(MLContext mlContext, byte[] model, ModelMetadata metadata, bool isOnCpu)
    {
        string folder = string.IsNullOrEmpty(mlContext.TempFilePath) ? Path.GetTempPath() : mlContext.TempFilePath;
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, $"neural-operator-{Guid.NewGuid():N}.onnx");
        try
        {
            AtomicFile.Write(_path, stream => stream.Write(model));
            Dictionary<string, int[]> shapes = metadata.Inputs.Append(metadata.Score).Where(field => !field.IsVarying)
                .ToDictionary(field => field.Name, field => (int[])[1, field.Channels, .. field.Grid]);
            string[] inputs = [.. metadata.Inputs.Select(field => field.Name)];
            // GPU settings are not saved; those of a reloaded model come from its context.
            Transformer = CpuContext.Run(mlContext, isOnCpu,
                () => mlContext.Transforms.ApplyOnnxModel([metadata.Score.Name], inputs, _path, shapes,
                gpuDeviceId: null, fallbackToCpu: true)).Fit(new NoRows(metadata.Inputs));
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
    private sealed class NoRows : IDataView
    {
        public NoRows(IEnumerable<FieldColumn> fields)
        {
            var builder = new DataViewSchema.Builder();
            foreach (FieldColumn field in fields) builder.AddColumn(field.Name, field.Type);
            Schema = builder.ToSchema();
        }

        public DataViewSchema Schema { get; }

        public bool CanShuffle => false;

        public long? GetRowCount() => 0;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
            => throw new NotSupportedException("There are no rows.");

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
            Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];
    }
}
