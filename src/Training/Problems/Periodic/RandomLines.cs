using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>Lines of random period and duration with a random sum of waves on each, drawn from seeds.</summary>
internal sealed class RandomLines
{
    private readonly LineOptions _options;
    private readonly (double Period, double Time)[] _lines;
    private readonly double[] _states;

    public RandomLines(LineOptions options, int[] seeds)
    {
        _options = options;
        int points = options.Points * options.Refinement;
        _lines = new (double, double)[seeds.Length];
        _states = new double[seeds.Length * points];
        for (int i = 0; i < seeds.Length; i++)
        {
            var random = new SeededNormals(seeds[i]);
            _lines[i] = (options.Period * Factor(), Factor());
            new WaveSum(random, options.Waves, options.LargestWave).AddTo(_states.AsSpan(i * points, points));

            double Factor() => random.NextBetween(1 - options.Variation, 1 + options.Variation);
        }
    }

    public QuadraticLines Evolution(Func<double, Complex> linear)
        => new(_states, _lines, linear, _options.Refinement);

    /// <summary>Distances of points and of frames, [samples, 1] each.</summary>
    public (torch.Tensor Space, torch.Tensor Time) Distances()
    {
        return (Of(l => l.Period / _options.Points), Of(l => l.Time * _options.Interval));

        torch.Tensor Of(Func<(double Period, double Time), double> distance)
            => _lines.Select(distance).ToArray().ToTensor(null, _lines.Length, 1);
    }
}
