using System.Diagnostics;
using static System.FormattableString;

namespace Domains.Bench;

/// <summary>
/// Shallow water on the rotating sphere: an hour is learned, a day predicted by 24 applications to its own predictions,
/// and every hour compared with the solver, by areas.
/// </summary>
internal sealed class ShallowWaterDay
{
    private const int Hours = 24, Tests = 16, Channels = 3;
    private readonly int _latitudes, _seed;
    private readonly CancellationToken _cancellation;
    private readonly FieldSamples _training, _test;
    private readonly double[] _weights;

    public ShallowWaterDay(int latitudes, int trajectories, int seed, CancellationToken cancellation)
    {
        (_latitudes, _seed, _cancellation) = (latitudes, seed, cancellation);
        var clock = Stopwatch.StartNew();
        var equation = new SphericalShallowWaterEquation(new() { Points = latitudes, Frames = Hours + 1 });
        _training = equation.Generate(trajectories, 2 * seed, cancellation: cancellation)[0];
        _test = equation.Generate(Tests, 2 * seed + 1, cancellation: cancellation)[0];
        _weights = [.. SphericalQuadrature.Weights(SphericalGrid.WithPoles, latitudes)
            .SelectMany(w => Enumerable.Repeat(w / (4 * latitudes), 2 * latitudes))];
        Console.WriteLine(Invariant($"{trajectories} days to learn from and {Tests} others: ")
            + Invariant($"{clock.Elapsed.TotalSeconds:f0} s"));
    }

    public void Run(SphericalContender contender, int epochs)
    {
        NeuralOperatorsCatalog operators = new MLContext(_seed).NeuralOperators();
        IDataView rows = operators.LoadFields(("u", _training));
        double seconds = 0;
        using NeuralOperatorTransformer model = contender.Create(operators, new()
        {
            RollOut = new RollOut { Channels = Channels },
            LearningRate = 5e-3,
            Schedule = LearningRateSchedule.OneCycle,
            Epochs = epochs,
            BatchSize = 8,
            Seed = _seed,
            CancellationToken = _cancellation,
            Progress = progress => seconds = progress.Elapsed.TotalSeconds,
        }).Fit(rows);
        float[][] predictions = [.. model.RollOut(operators.LoadFields(("u", Start())), Hours)
            .GetColumn<float[]>("Score")];
        Report(contender.Name, epochs, seconds, predictions);
    }

    private FieldSamples Start()
    {
        int frame = Channels * Points;
        return new("u", Channels, _test.Grid,
            [.. Enumerable.Range(0, _test.Count).SelectMany(i => _test[i][..frame].ToArray())]);
    }

    private int Points => 2 * _latitudes * _latitudes;

    private void Report(string name, int epochs, double seconds, float[][] predictions)
    {
        // Depth and flow have units of their own: the error of every channel is over its own size.
        var metrics = new FieldMetricsAccumulator(Hours * Channels, _test.Grid,
            options: new() { FrameChannels = Channels, Sphere = SphericalGrid.WithPoles, WorstRows = 0 });
        double mass = 0, waves = 0;
        for (int i = 0; i < _test.Count; i++)
        {
            metrics.Add(predictions[i], _test[i][(Channels * Points)..]);
            double start = Mean(_test[i]), size = Spread(_test[i], start);
            for (int hour = 0; hour < Hours; hour++)
            {
                double drift = Math.Abs(Mean(predictions[i].AsSpan(hour * Channels * Points)) - start);
                (mass, waves) = (Math.Max(mass, drift / start), Math.Max(waves, drift / size));
            }
        }
        IReadOnlyList<FieldMetrics> steps = metrics.ToMetrics().Steps;
        Console.WriteLine(Invariant($"{name}: {epochs} epochs in {seconds:f0} s; ")
            + "variance-scaled RMSE after 1, 6, 12, 24 hours "
            + string.Join(", ", new[] { 1, 6, 12, 24 }.Select(h => Invariant($"{steps[h - 1].VarianceScaledRmse:g3}")))
            + Invariant($"; mass drifts by {mass:g2} of itself, {waves:g2} of its waves"));
    }

    // Of the geopotential, the first channel, over the sphere.
    private double Mean(ReadOnlySpan<float> frame)
    {
        double sum = 0;
        for (int i = 0; i < Points; i++) sum += _weights[i] * frame[i];
        return sum;
    }

    private double Spread(ReadOnlySpan<float> frame, double mean)
    {
        double sum = 0;
        for (int i = 0; i < Points; i++) sum += _weights[i] * (frame[i] - mean) * (frame[i] - mean);
        return Math.Sqrt(sum);
    }
}
