namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// Random velocities without divergence in squares or cubes of period 2π: curls of random potentials. A seed gives one
/// flow, which can be sampled at any grid.
/// </summary>
internal static class RandomEddies
{
    // Amplitudes k·exp(-k²/k₀²) are below a part in 10³ of the largest beyond it for k₀ = 2.
    private const int Waves = 7, Span = 2 * Waves + 1;

    /// <summary>The velocities of several seeds, [seeds, axes, grid…] in double precision.</summary>
    /// <param name="seeds">One a flow.</param>
    /// <param name="points">Points along each axis, at 2πi/n.</param>
    /// <param name="axes">2 or 3.</param>
    /// <param name="wave">k₀.</param>
    public static torch.Tensor Sample(int[] seeds, int points, int axes, double wave)
    {
        int count = (int)Math.Pow(Span, axes), parts = axes == 3 ? 3 : 1;
        double[] deviations = [.. Enumerable.Range(0, count).Select(i => Deviation(Numbers(i, axes), wave))];
        // A curl of three independent components has two of them across the wave; the mean square is their half.
        double squares = Enumerable.Range(0, count).Sum(i => Squares(Numbers(i, axes)) * deviations[i] * deviations[i])
            * (axes == 3 ? 2 : 1);
        double scale = Math.Sqrt(axes / squares);
        for (int i = 0; i < count; i++) deviations[i] *= scale;
        double[] potential = SeededNormals.Coefficients(seeds, deviations, [.. Enumerable.Range(0, count)], 2 * parts);
        var curl = new double[seeds.Length * axes * count * 2];
        for (int flow = 0; flow < seeds.Length; flow++)
            for (int i = 0; i < count; i++)
                Curl(potential.AsSpan((flow * count + i) * 2 * parts, 2 * parts), Numbers(i, axes),
                    (axis, real, imaginary) =>
                    {
                        int place = 2 * ((flow * axes + axis) * count + i);
                        (curl[place], curl[place + 1]) = (real, imaginary);
                    });
        torch.Tensor u = torch.view_as_complex(curl.ToTensor(null,
            [seeds.Length, axes, .. Enumerable.Repeat((long)Span, axes), 2]));
        torch.Tensor table = Table(points);
        for (int axis = 2; axis < axes + 2; axis++)
            u = torch.matmul(u.transpose(axis, -1), table).transpose(axis, -1);
        return u.real.contiguous();
    }

    // û = ik × Â, or (ik_y, -ik_x)ψ̂ in the plane; real parts are taken at the points.
    private static void Curl(ReadOnlySpan<double> a, int[] k, Action<int, double, double> set)
    {
        if (k.Length == 2)
        {
            set(0, -k[1] * a[1], k[1] * a[0]);
            set(1, k[0] * a[1], -k[0] * a[0]);
            return;
        }
        for (int axis = 0; axis < 3; axis++)
        {
            int next = (axis + 1) % 3, last = (axis + 2) % 3;
            set(axis, -(k[next] * a[2 * last + 1] - k[last] * a[2 * next + 1]),
                k[next] * a[2 * last] - k[last] * a[2 * next]);
        }
    }

    private static int[] Numbers(int i, int axes)
        => [.. Enumerable.Range(0, axes).Select(axis => i / (int)Math.Pow(Span, axes - 1 - axis) % Span - Waves)];

    private static int Squares(int[] k) => k.Sum(n => n * n);

    // Of the potential, whose curl is k times as large.
    private static double Deviation(int[] k, double wave)
        => Squares(k) == 0 ? 0 : Math.Exp(-Squares(k) / (wave * wave));

    // e^{ikx}, [waves, points].
    private static torch.Tensor Table(int points)
    {
        var numbers = new double[2 * Span * points];
        for (int i = 0; i < Span * points; i++)
        {
            double turns = (double)((i / points - Waves) * (i % points) % points) / points;
            (numbers[2 * i + 1], numbers[2 * i]) = Math.SinCos(2 * Math.PI * turns);
        }
        return torch.view_as_complex(numbers.ToTensor(null, Span, points, 2));
    }
}
