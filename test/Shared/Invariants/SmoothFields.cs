namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// Periodic waves "Features" and shifted, weighted ones "Label", which needs the whole field to be told. Every axis has
/// a number of points of its own, so that axes taken for each other show.
/// </summary>
internal static class SmoothFields
{
    /// <summary>Fields [2, size].</summary>
    public static IReadOnlyList<SampleColumn> OnLines(int size, IEnumerable<int> rows)
        => Fields(rows, 2, size);

    /// <summary>Fields [1, size, size + 1].</summary>
    public static IReadOnlyList<SampleColumn> OnPlanes(int size, IEnumerable<int> rows)
        => Fields(rows, 1, size, size + 1);

    /// <summary>
    /// Velocities [2, size, size + 1], each component constant along its own axis, so that they have no divergence.
    /// </summary>
    public static IReadOnlyList<SampleColumn> VelocitiesOnPlanes(int size, IEnumerable<int> rows)
    {
        int[] numbers = [.. rows];
        return [new("Features", 2, [size, size + 1], [.. numbers.Select(number => Velocity(number, 0))]),
            new(OperatorCase.Label, 2, [size, size + 1], [.. numbers.Select(number => Velocity(number, 0.7))])];

        float[] Velocity(int number, double turn)
        {
            var random = new Random(number);
            double first = 6 * random.NextDouble() + turn, second = 6 * random.NextDouble() + turn;
            return [.. from i in Enumerable.Range(0, size) from j in Enumerable.Range(0, size + 1)
                       select (float)Math.Sin(2 * Math.PI * j / (size + 1) + first),
                .. from i in Enumerable.Range(0, size) from j in Enumerable.Range(0, size + 1)
                   select (float)Math.Sin(2 * Math.PI * i / size + second)];
        }
    }

    /// <summary>Fields [2, size, size + 1, size + 2].</summary>
    public static IReadOnlyList<SampleColumn> InSpace(int size, IEnumerable<int> rows)
        => Fields(rows, 2, size, size + 1, size + 2);

    /// <summary>Fields [2, size, size + 2, size + 4], for operators that halve the grid.</summary>
    public static IReadOnlyList<SampleColumn> InEvenSpace(int size, IEnumerable<int> rows)
        => Fields(rows, 2, size, size + 2, size + 4);

    /// <summary>
    /// Fields [1, size, 2·size + 1] on circles of latitude, polynomials of the place on the sphere "Features", and the
    /// same ones turned about the axis "Label".
    /// </summary>
    public static IReadOnlyList<SampleColumn> OnSpheres(SphericalGrid grid, int size, IEnumerable<int> rows)
    {
        int longitudes = 2 * size + 1;
        double[] angles = SphericalQuadrature.Colatitudes(grid, size);
        float[][] Fields(double turn) => [.. rows.Select(number => Field(number, turn))];
        return [new("Features", 1, [size, longitudes], Fields(0)),
            new(OperatorCase.Label, 1, [size, longitudes], Fields(0.7))];

        float[] Field(int number, double turn)
        {
            var random = new Random(number);
            double[] a = [.. Enumerable.Range(0, 7).Select(_ => 2 * random.NextDouble() - 1)];
            return [.. angles.SelectMany(_ => Enumerable.Range(0, longitudes), (angle, j) =>
            {
                double longitude = 2 * Math.PI * j / longitudes + turn;
                double x = Math.Sin(angle) * Math.Cos(longitude), y = Math.Sin(angle) * Math.Sin(longitude);
                double u = a[1] * x + a[2] * y + a[3] * Math.Cos(angle), v = a[4] * x + a[5] * y;
                return (float)(a[0] + u + v * v + a[6] * u * v);
            })];
        }
    }

    private static IReadOnlyList<SampleColumn> Fields(IEnumerable<int> rows, int channels, params int[] grid)
    {
        (float[] Features, float[] Label)[] fields = [.. rows.Select(number => Fields(number, channels, grid))];
        return [new("Features", channels, grid, [.. fields.Select(row => row.Features)]),
            new(OperatorCase.Label, channels, grid, [.. fields.Select(row => row.Label)])];
    }

    private static (float[] Features, float[] Label) Fields(int number, int channels, int[] grid)
    {
        var random = new Random(number);
        double[] shifts = [.. grid.Select(_ => 6 * random.NextDouble())];
        int points = grid.Aggregate((a, b) => a * b);
        float[] features = new float[channels * points], labels = new float[channels * points];
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
                (features[channel * points + point], labels[channel * points + point]) =
                    ((float)feature, (float)label);
            }
        return (features, labels);
    }
}
