using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Columns of rows as torch and ONNX Runtime take them: all rows one after the other, the batch first in the shape.</summary>
internal static class FieldBatch
{
    public static (float[] Values, long[] Shape)[] Read(IDataView rows, IEnumerable<string> columns) => [.. columns.Select(column =>
    {
        float[][] values = [.. rows.GetColumn<float[]>(column)];
        var type = (VectorDataViewType)rows.Schema[column].Type;
        return (values.SelectMany(v => v).ToArray(), (long[])[values.Length, .. type.Dimensions.Select(d => (long)d)]);
    })];
}
