using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Periodic waves "Features" and a shifted, smoothed copy "Label", which needs the whole field to be told. Every axis has a number
/// of points of its own, so that axes taken for each other show.
/// </summary>
internal static class SmoothFields
{
    /// <summary>Fields [1, size, size + 1].</summary>
    public static IDataView OnPlanes(MLContext mlContext, int size, IEnumerable<int> rows)
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, 1, size, size + 1);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        (schema[nameof(Row.Features)].ColumnType, schema[nameof(Row.Label)].ColumnType) = (type, type);
        return mlContext.Data.LoadFromEnumerable(rows.Select(row => OnPlane(row, size, size + 1)).ToArray(), schema);
    }

    private static Row OnPlane(int number, int height, int width)
    {
        var random = new Random(number);
        double p = random.NextDouble() * 6, q = random.NextDouble() * 6;
        var row = new Row { Features = new float[height * width], Label = new float[height * width] };
        for (int i = 0; i < height; i++)
            for (int j = 0; j < width; j++)
            {
                double x = 2 * Math.PI * i / height + p, y = 2 * Math.PI * j / width + q;
                row.Features[i * width + j] = (float)(Math.Sin(x) + Math.Cos(y));
                row.Label[i * width + j] = (float)(2 + 0.5 * Math.Cos(x) - Math.Sin(y));
            }
        return row;
    }

    private sealed class Row
    {
        [VectorType]
        public float[] Features { get; set; } = [];

        [VectorType]
        public float[] Label { get; set; } = [];
    }
}
