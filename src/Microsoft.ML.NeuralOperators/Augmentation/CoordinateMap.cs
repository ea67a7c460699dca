namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>
/// A smooth random map of the unit box to itself with a positive Jacobian: monotone maps of the axes, plus waves across
/// them that vanish where they would leave the box.
/// </summary>
internal sealed class CoordinateMap
{
    private const int SamplesPerWave = 32;
    private readonly int _axes;
    private readonly bool _isPeriodic;
    private readonly double _bend;
    private readonly double[][] _cosines;
    private readonly double[][] _sines;
    private readonly double[,] _phases;

    public CoordinateMap(CovarianceAugmentation options, Random random)
    {
        _axes = options.Dimensions;
        _isPeriodic = options.Placement == PointPlacement.Periodic;
        // Each row of the Jacobian stays dominated by its diagonal.
        _bend = _axes == 1 ? 0 : options.Bending * (1 - options.Strength) / (2 * _axes);
        _phases = new double[_axes, _axes];
        (_cosines, _sines) = (new double[_axes][], new double[_axes][]);
        for (int i = 0; i < _axes; i++)
        {
            double[] c = Draw(), d = Draw();
            double most = Enumerable.Range(0, SamplesPerWave * options.Modes)
                .Max(k => Math.Abs(Density(c, d, k / (double)(SamplesPerWave * options.Modes))));
            // Between the samples it may be a little more.
            double scale = options.Strength / (1.02 * Math.Max(most, 1e-300));
            (_cosines[i], _sines[i]) = ([.. c.Select(v => v * scale)], [.. d.Select(v => v * scale)]);
            for (int j = 0; j < _axes; j++) _phases[i, j] = random.NextDouble();
        }

        double[] Draw() => [.. Enumerable.Range(0, options.Modes).Select(_ => 2 * random.NextDouble() - 1)];
    }

    /// <summary>The image of a point.</summary>
    /// <param name="point">ξ, 0 to 1 along every axis.</param>
    /// <param name="image">Gets x.</param>
    /// <param name="jacobian">Gets ∂x_i/∂ξ_j, row by row.</param>
    public void At(ReadOnlySpan<double> point, Span<double> image, Span<double> jacobian)
    {
        for (int i = 0; i < _axes; i++)
        {
            image[i] = Integral(_cosines[i], _sines[i], point[i]);
            jacobian.Slice(i * _axes, _axes).Clear();
            jacobian[i * _axes + i] = 1 + Density(_cosines[i], _sines[i], point[i]);
            if (_bend == 0) continue;
            double along = _isPeriodic ? 1 / Math.PI : Math.Sin(Math.PI * point[i]) / Math.PI;
            double slope = _isPeriodic ? 0 : Math.Cos(Math.PI * point[i]), across = 1;
            for (int j = 0; j < _axes; j++) if (j != i) across *= Wave(i, j, point[j]);
            image[i] += _bend * along * across;
            jacobian[i * _axes + i] += _bend * slope * across;
            for (int j = 0; j < _axes; j++)
            {
                if (j == i) continue;
                double rest = 2 * Math.PI * Math.Cos(2 * Math.PI * (point[j] + _phases[i, j]));
                for (int k = 0; k < _axes; k++) if (k != i && k != j) rest *= Wave(i, k, point[k]);
                jacobian[i * _axes + j] = _bend * along * rest;
            }
        }
    }

    private double Wave(int i, int j, double x) => Math.Sin(2 * Math.PI * (x + _phases[i, j]));

    private static double Density(double[] cosines, double[] sines, double x)
    {
        double sum = 0;
        for (int k = 0; k < cosines.Length; k++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * (k + 1) * x);
            sum += cosines[k] * cos + sines[k] * sin;
        }
        return sum;
    }

    private static double Integral(double[] cosines, double[] sines, double x)
    {
        double sum = x;
        for (int k = 0; k < cosines.Length; k++)
        {
            double wave = 2 * Math.PI * (k + 1);
            var (sin, cos) = Math.SinCos(wave * x);
            sum += (cosines[k] * sin + sines[k] * (1 - cos)) / wave;
        }
        return sum;
    }
}
