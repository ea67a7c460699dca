using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Periodic waves "Features" and shifted, weighted ones "Label", which needs the whole field to be told. Every axis has
/// a number of points of its own, so that axes taken for each other show.
/// </summary>
internal static class SmoothFields
{
    /// <summary>Fields [2, size].</summary>
    public static IDataView OnLines(MLContext mlContext, int size, IEnumerable<int> rows)
        => Fields(mlContext, rows, 2, size);

    /// <summary>Fields [1, size, size + 1].</summary>
    public static IDataView OnPlanes(MLContext mlContext, int size, IEnumerable<int> rows)
        => Fields(mlContext, rows, 1, size, size + 1);

    /// <summary>Fields [2, size, size + 1, size + 2].</summary>
    public static IDataView InSpace(MLContext mlContext, int size, IEnumerable<int> rows)
        => Fields(mlContext, rows, 2, size, size + 1, size + 2);

    /// <summary>Fields [2, size, size + 2, size + 4], for operators that halve the grid.</summary>
    public static IDataView InEvenSpace(MLContext mlContext, int size, IEnumerable<int> rows)
        => Fields(mlContext, rows, 2, size, size + 2, size + 4);

    private static IDataView Fields(MLContext mlContext, IEnumerable<int> rows, int channels, params int[] grid)
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, dimensions: (int[])[channels, .. grid]);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        (schema[nameof(Row.Features)].ColumnType, schema[nameof(Row.Label)].ColumnType) = (type, type);
        return mlContext.Data.LoadFromEnumerable(rows.Select(number => Fields(number, channels, grid))
            .ToArray(), schema);
    }

    private static Row Fields(int number, int channels, int[] grid)
    {
        var random = new Random(number);
        double[] shifts = [.. grid.Select(_ => 6 * random.NextDouble())];
        int points = grid.Aggregate((a, b) => a * b);
        var row = new Row { Features = new float[channels * points], Label = new float[channels * points] };
        for (int channel = 0; channel < channels; channel++)
            for (int point = 0; point < points; point++)
            {
                double feature = 0, label = 2 + channel;
                for (int axis = grid.Length - 1, rest = point; axis >= 0; rest /= grid[axis--])
                {
                    double angle = 2 * Math.PI * (rest % grid[axis]) / grid[axis] + shifts[axis] + channel;
                    feature += Math.Sin(angle + axis);
                    label += Math.Cos(angle) / (axis + 1);
                }
                (row.Features[channel * points + point], row.Label[channel * points + point]) =
                    ((float)feature, (float)label);
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
