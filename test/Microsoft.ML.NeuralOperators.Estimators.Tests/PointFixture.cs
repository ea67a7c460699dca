using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>
/// A problem on point sets: the antiderivative of a function known at ten sensors, at points of one's own.
/// </summary>
public static class PointFixture
{
    public const int Sensors = 10;

    /// <summary>How the columns' types say the number of points.</summary>
    public enum Kind
    {
        /// <summary>[1, 8] in every row, other points in each.</summary>
        Fixed,

        /// <summary>[1, 8] in every row, the same points in all.</summary>
        Shared,

        /// <summary>Vectors without size, 5 to 12 points.</summary>
        Varying,
    }

    public static IDataView Data(MLContext mlContext, int count, Kind kind, int seed = 0, Row[]? rows = null)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Sensors"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, Sensors);
        foreach (string name in new[] { "Points", "Label", "points_mask" })
            definition[name].ColumnType = kind == Kind.Varying ? new VectorDataViewType(NumberDataViewType.Single)
                : new VectorDataViewType(NumberDataViewType.Single, 1, 8);
        return mlContext.Data.LoadFromEnumerable(rows ?? Rows(count, kind, seed), definition);
    }

    public static Row[] Rows(int count, Kind kind, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double p = random.NextDouble() * 2 - 1, q = random.NextDouble() * 2 - 1, r = random.NextDouble() * 2 - 1;
            int points = kind == Kind.Varying ? random.Next(5, 13) : 8;
            float[] y = [.. Enumerable.Range(0, points)
                .Select(i => kind == Kind.Shared ? i / 7f : random.NextSingle())];
            return new Row
            {
                Sensors = [.. Enumerable.Range(0, Sensors).Select(i => (float)Slope(i / (Sensors - 1.0)))],
                Points = y,
                Label = [.. y.Select(x => (float)(p * x + q * Math.Sin(3 * x) / 3 + r * x * x / 2))],
                points_mask = [.. y.Select(_ => 1f)],
            };

            double Slope(double x) => p + q * Math.Cos(3 * x) + r * x;
        })];
    }

    public sealed class Row
    {
        [VectorType]
        public float[] Sensors = [];

        [VectorType]
        public float[] Points = [];

        [VectorType]
        public float[] Label = [];

        [VectorType]
        public float[] points_mask = [];
    }

    public sealed class Input
    {
        [VectorType(PointFixture.Sensors)]
        public float[] Sensors { get; set; } = [];

        [VectorType]
        public float[] Points { get; set; } = [];
    }

    public sealed class Output
    {
        public float[] Score { get; set; } = [];
    }
}
