using System.Diagnostics;
using static System.FormattableString;

namespace Domains.Bench;

/// <summary>
/// The same Darcy samples on a grid, and at points drawn at random from one twice as fine, other ones in every sample
/// and as many as the grid has: FNO on the grid, NUNO around the same FNO on the points.
/// </summary>
internal sealed class ScatteredDarcy
{
    private const int TestSamples = 40;
    private readonly int _seed;
    private readonly CancellationToken _cancellation;
    private readonly (FieldSamples A, FieldSamples U)[] _training, _test;

    public ScatteredDarcy(int size, int samples, int seed, CancellationToken cancellation)
    {
        (_seed, _cancellation) = (seed, cancellation);
        var clock = Stopwatch.StartNew();
        int[] sizes = [size, 2 * size];
        _training = DarcyFlow.Generate(samples, sizes, 2 * seed, cancellation: cancellation);
        _test = DarcyFlow.Generate(TestSamples, sizes, 2 * seed + 1, cancellation: cancellation);
        Console.WriteLine(Invariant($"{samples} samples to learn from and {TestSamples} others: ")
            + Invariant($"{clock.Elapsed.TotalSeconds:f0} s"));
    }

    public void OnGrid(int epochs)
    {
        NeuralOperatorsCatalog operators = new MLContext(_seed).NeuralOperators();
        Run("FNO on the grid", epochs, training => operators.Fno("u", "a", Inner, training), 1e-2,
            operators.LoadFields(("a", _training[0].A), ("u", _training[0].U)),
            operators.LoadFields(("a", _test[0].A), ("u", _test[0].U)));
    }

    public void AtPoints(int epochs, int subDomains, bool isClustered)
    {
        NeuralOperatorsCatalog operators = new MLContext(_seed).NeuralOperators();
        string name = Invariant($"NUNO, {subDomains} sub-domain{(subDomains == 1 ? "" : "s")}")
            + (isClustered ? ", clustered points" : "");
        Run(name, epochs, training => operators.Nuno("u", "a", "points",
            new() { Inner = Inner, SubDomains = subDomains }, training), 1e-2, Rows(_training, 1), Rows(_test, 2));

        IDataView Rows((FieldSamples A, FieldSamples U)[] fields, int set)
        {
            int count = fields[0].A.Grid[0] * fields[0].A.Grid[1], fine = fields[1].A.Grid[1];
            float[] a = new float[fields[1].A.Count * count], u = new float[a.Length], points = new float[2 * a.Length];
            for (int row = 0; row < fields[1].A.Count; row++)
            {
                int[] drawn = Draw(new Random(_seed * 4_000_037 + 1_000_003 * set + row), fine, count, isClustered);
                for (int i = 0; i < count; i++)
                {
                    int at = row * count + i;
                    (a[at], u[at]) = (fields[1].A[row][drawn[i]], fields[1].U[row][drawn[i]]);
                    points[(2 * row) * count + i] = (drawn[i] / fine + 0.5f) / fine;
                    points[(2 * row + 1) * count + i] = (drawn[i] % fine + 0.5f) / fine;
                }
            }
            return operators.LoadFields(("points", new FieldSamples("points", 2, [count], points)),
                ("a", new FieldSamples("a", 1, [count], a)), ("u", new FieldSamples("u", 1, [count], u)));
        }
    }

    private static FnoOptions Inner => new() { Modes = [16, 16], Channels = 24 };

    // Points of the fine grid, each at most once; clustered ones are eight times as dense in one quarter of the square.
    private static int[] Draw(Random random, int fine, int count, bool isClustered)
    {
        var keys = new double[fine * fine];
        for (int i = 0; i < keys.Length; i++)
        {
            bool isDense = isClustered && i / fine < fine / 2 && i % fine < fine / 2;
            // The smallest of exponential numbers are a draw by weight (Efraimidis and Spirakis 2006).
            keys[i] = -Math.Log(1 - random.NextDouble()) / (isDense ? 8 : 1);
        }
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        return order[..count];
    }

    private void Run(string name, int epochs, Func<TrainingOptions, NeuralOperatorTrainer> create, double rate,
        IDataView training, IDataView test)
    {
        double seconds = 0;
        using NeuralOperatorTransformer model = create(new()
        {
            LearningRate = rate,
            Schedule = LearningRateSchedule.OneCycle,
            Loss = Loss.RelativeL2,
            Epochs = epochs,
            BatchSize = 4,
            Seed = _seed,
            CancellationToken = _cancellation,
            Progress = progress => seconds = progress.Elapsed.TotalSeconds,
        }).Fit(training);
        FieldMetrics metrics = new MLContext(_seed).NeuralOperators().Evaluate(model.Transform(test), "u");
        Console.WriteLine(Invariant($"{name}: {epochs} epochs in {seconds:f0} s, relative L2 {metrics.RelativeL2:g3}"));
    }
}
