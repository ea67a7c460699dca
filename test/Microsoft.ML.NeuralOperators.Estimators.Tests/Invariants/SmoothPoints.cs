using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Two smooth functions u and v in every form that trainers on point sets read, and integrals of them, "Label",
/// weighted by the place, which need the whole functions to be told. Every point set has a number of points of its own,
/// so that sets taken for each other show. Masks are for ML.NET's own transformer, which has to be given them.
/// </summary>
internal static class SmoothPoints
{
    private const int Sensors = 7;

    /// <summary>Query points [2, size], the same in all rows.</summary>
    public static IDataView OnSharedPoints(MLContext mlContext, int size, IEnumerable<int> rows)
        => View(mlContext, [.. rows.Select(number
            => Fields(new Random(number), new Random(-1), size, size + 4, size - 1))]);

    /// <summary>Query points [2, size], others in every row.</summary>
    public static IDataView OnOwnPoints(MLContext mlContext, int size, IEnumerable<int> rows)
        => View(mlContext, [.. rows.Select(number
            => Fields(new Random(number), new Random(~number), size, size + 4, size - 1))]);

    /// <summary>As many query points as the row's number says: vectors without a size.</summary>
    public static IDataView OnVaryingPoints(MLContext mlContext, int size, IEnumerable<int> rows)
        => View(mlContext, [.. rows.Select(number
            => Fields(new Random(number), new Random(~number), size + number % 3, size + 4 - number % 4,
            size - 1 - number % 2))], isVarying: true);

    private static IDataView View(MLContext mlContext, Row[] rows, bool isVarying = false)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        foreach (var (name, channels, values) in new (string, int, Func<Row, float[]>)[]
        {
            (nameof(Row.Points), 2, r => r.Points), (nameof(Row.Load), 1, r => r.Load),
                (nameof(Row.Plane), 3, r => r.Plane), (nameof(Row.Line), 2, r => r.Line),
            (nameof(Row.Label), 2, r => r.Label), (nameof(Row.points_mask), 1, r => r.points_mask),
            (nameof(Row.function0_mask), 1, r => r.function0_mask),
            (nameof(Row.function1_mask), 1, r => r.function1_mask),
        })
            schema[name].ColumnType = isVarying ? new VectorDataViewType(NumberDataViewType.Single)
                : new VectorDataViewType(NumberDataViewType.Single, channels, values(rows[0]).Length / channels);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    private static Row Fields(Random functions, Random places, int points, int plane, int line)
    {
        double[] u = [.. Enumerable.Range(0, 3).Select(_ => 2 * functions.NextDouble() - 1)],
            v = [.. u.Select(_ => 2 * functions.NextDouble() - 1)];
        float[] x = Draw(points), y = Draw(points), first = Draw(plane), second = Draw(plane), along = Draw(line);
        return new Row
        {
            Features = [.. Enumerable.Range(0, 2 * Sensors)
                .Select(i => (float)At(i < Sensors ? u : v, i % Sensors / (Sensors - 1.0)))],
            Points = [.. x, .. y],
            Load = [.. x.Zip(y, (a, b) => (float)(At(u, a) * At(v, b)))],
            Plane = [.. first, .. second, .. first.Zip(second, (a, b) => (float)At(u, (a + b) / 2))],
            Line = [.. along, .. along.Select(a => (float)At(v, a))],
            Parameters = [(float)u[0], (float)v[0]],
            Label = [.. x.Select(a => (float)(2 + Integral(u, a))), .. y.Select(b => (float)(3 + Integral(v, b)))],
            points_mask = [.. x.Select(_ => 1f)],
            function0_mask = [.. first.Select(_ => 1f)],
            function1_mask = [.. along.Select(_ => 1f)],
        };

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => places.NextSingle())];
    }

    // A function given by the weights of its first cosines.
    private static double At(double[] function, double place)
        => function.Select((weight, k) => weight * Math.Cos(k * Math.PI * place)).Sum();

    // The integral of the function times 1 + 2a cos(πs) + 2a² cos(2πs) over s from 0 to 1.
    private static double Integral(double[] function, double a)
        => function.Select((weight, k) => weight * Math.Pow(a, k)).Sum();

    private sealed class Row
    {
        /// <summary>u and v at fixed sensors.</summary>
        [VectorType(2, Sensors)]
        public float[] Features { get; set; } = [];

        /// <summary>Query points in the unit square.</summary>
        [VectorType]
        public float[] Points { get; set; } = [];

        /// <summary>u(x)·v(y) at the query points.</summary>
        [VectorType]
        public float[] Load { get; set; } = [];

        /// <summary>Points of the unit square and u along its diagonal.</summary>
        [VectorType]
        public float[] Plane { get; set; } = [];

        /// <summary>Points of a line and v.</summary>
        [VectorType]
        public float[] Line { get; set; } = [];

        /// <summary>The means of u and v.</summary>
        [VectorType(2)]
        public float[] Parameters { get; set; } = [];

        [VectorType]
        public float[] Label { get; set; } = [];

        [VectorType]
        public float[] points_mask { get; set; } = [];

        [VectorType]
        public float[] function0_mask { get; set; } = [];

        [VectorType]
        public float[] function1_mask { get; set; } = [];
    }
}
