using Microsoft.ML.Data;
using static System.FormattableString;
using static Microsoft.ML.NeuralOperators.CoefficientBasis;

namespace Spectral.Bench;

/// <summary>
/// Neural spectral methods (Du, Chalapathi, Krishnapriyan 2024): operators of coefficients learn from the residual's
/// coefficients alone, without a solution and without points. Solvers tell how far they are from the truth.
/// </summary>
/// <param name="samples">Inputs to learn from.</param>
/// <param name="epochs">Epochs of batches of 16.</param>
/// <param name="seed">Of data and training.</param>
/// <param name="rate">The learning rate; null for the default.</param>
/// <param name="scale">The factor of the outputs; null for the default.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class CoefficientStudy(int samples, int epochs, int seed, double? rate, double? scale,
    CancellationToken cancellation)
{
    private const int Tests = 32;
    private readonly NeuralOperatorsCatalog _operators = new MLContext(seed).NeuralOperators();

    /// <summary>Trains on some of the three equations and prints a table.</summary>
    public void Run(string[] names)
    {
        Console.WriteLine($"{samples} inputs, {epochs} epochs of batches of 16");
        Console.WriteLine("| equation | modes | parameters | s | residual, first and last epoch | relative L2 |");
        Console.WriteLine("|---|---|---|---|---|---|");
        if (names.Length == 0 || names.Contains("poisson")) Poisson();
        if (names.Length == 0 || names.Contains("reaction")) Reaction();
        if (names.Length == 0 || names.Contains("vorticity")) Vorticity();
    }

    // -Δu = s on 31×31 modes; the solution's coefficients are those of s over 4π²k².
    private void Poisson()
    {
        int[] modes = [31, 31];
        FieldSamples Sources(int count, int seed) => Random(modes, count, seed, 4);
        float[] Solve(FieldSamples s) => [.. Enumerable.Range(0, s.Count).SelectMany(i => s[i].ToArray()
            .Select((value, k) => k == 0 ? 0 : (float)(value / (4 * Math.PI * Math.PI * Squares(k, 31)))))];
        FieldSamples test = Sources(Tests, 2 * seed + 1);
        Row("-Δu = s", new() { Modes = modes, Channels = 32, Constraint = NsmConstraint.ZeroAtOrigin },
            new CoefficientPoissonResidual(), Sources(samples, 2 * seed), test, u =>
            {
                float[] truth = Solve(test);
                // Solutions are known but for a constant, here the value at the origin.
                return Enumerable.Range(0, Tests).Average(i => Error(u[i].ToArray()[1..],
                    truth[(i * 961)..((i + 1) * 961)][1..]));
            });
    }

    // u_t = 0.01 u_xx + 5u(1 - u) up to 1, on 16 modes of time and 31 of space.
    private void Reaction()
    {
        const double Diffusivity = 0.01, Growth = 5;
        CoefficientBasis[] bases = [Chebyshev, Fourier];
        FieldSamples test = Initial([16, 31], Tests, 2 * seed + 1, 0.3, 0.1);
        Row("u_t = 0.01 u_xx + 5u(1 - u)", new()
        {
            Bases = bases,
            Modes = [16, 31],
            Channels = 32,
            Constraint = NsmConstraint.InitialState,
        }, new CoefficientReactionResidual(Diffusivity, Growth), Initial([16, 31], samples, 2 * seed, 0.3, 0.1), test,
            u =>
            {
                FieldSamples values = CoefficientTransform.ToGrid(u, bases, [5, 64]),
                    initial = CoefficientTransform.ToGrid(test, bases, [1, 64]);
                return Enumerable.Range(0, Tests).Average(i
                    => Error(values[i].ToArray(), Solve([.. initial[i].ToArray().Select(v => (double)v)])));
            });

        // Runge and Kutta's method and the second difference of fourth order, at five times.
        static float[] Solve(double[] u)
        {
            const int Steps = 2000;
            int n = u.Length;
            List<float> frames = [.. u.Select(v => (float)v)];
            for (int step = 1; step <= Steps; step++)
            {
                double[] a = Rate(u), b = Rate(Moved(a, 0.5)), c = Rate(Moved(b, 0.5)), d = Rate(Moved(c, 1));
                u = [.. u.Select((v, i) => v + (a[i] + 2 * b[i] + 2 * c[i] + d[i]) / (6 * Steps))];
                if (step % (Steps / 4) == 0) frames.AddRange(u.Select(v => (float)v));
            }
            return [.. frames];

            double[] Moved(double[] rate, double share) => [.. u.Select((v, i) => v + share / Steps * rate[i])];
            double[] Rate(double[] v) => [.. v.Select((x, i) => Diffusivity * n * n / 12 * (16 * (v[(i + 1) % n]
                + v[(i + n - 1) % n]) - v[(i + 2) % n] - v[(i + n - 2) % n] - 30 * x) + Growth * x * (1 - x))];
        }
    }

    // ω_t + v·∇ω = 0.01 Δω + f up to 1, on 8 modes of time and 15×15 of space.
    private void Vorticity()
    {
        const double Viscosity = 0.01;
        const int Points = 32;
        CoefficientBasis[] bases = [Chebyshev, Fourier, Fourier], plane = [Fourier, Fourier];
        FieldSamples test = Initial([8, 15, 15], Tests, 2 * seed + 1, 0, 1);
        double[] forcing = [.. CoefficientTransform.ToCoefficients(new FieldSamples("f", 1, [15, 15],
            [.. VorticityEquation.Forcing(15).Select(f => (float)f)]), plane, [15, 15])[0].ToArray()
            .Select(f => (double)f)];
        Row("ω_t + v·∇ω = 0.01 Δω + f", new()
        {
            Bases = bases,
            Modes = [8, 15, 15],
            Channels = 16,
            Constraint = NsmConstraint.InitialState,
        }, new CoefficientVorticityResidual(Viscosity, 1, forcing), Initial([8, 15, 15], samples, 2 * seed, 0, 1), test,
            u =>
            {
                FieldSamples values = CoefficientTransform.ToGrid(u, bases, [5, Points, Points]),
                    initial = CoefficientTransform.ToGrid(test, bases, [1, Points, Points]);
                FieldSamples truth = new VorticityEquation(new()
                {
                    Points = Points,
                    SolvedPoints = Points,
                    Viscosity = Viscosity,
                    Frames = 5,
                    Start = 0,
                    Interval = 0.25,
                }).Solve(new FieldSamples("w", 1, [Points, Points],
                    [.. Enumerable.Range(0, Tests).SelectMany(i => initial[i].ToArray())]), cancellation);
                return Enumerable.Range(0, Tests).Average(i => Error(values[i].ToArray(), truth[i].ToArray()));
            });
    }

    private void Row(string name, NsmOptions options, Loss loss, FieldSamples training, FieldSamples test,
        Func<FieldSamples, double> error)
    {
        var how = new TrainingOptions
        {
            Loss = loss,
            Epochs = epochs,
            BatchSize = 16,
            Seed = seed,
            CancellationToken = cancellation,
        };
        if (rate is { } chosen) how = how with { LearningRate = chosen };
        using NeuralOperatorTransformer model = _operators.Nsm("", "Features",
            options with { OutputScale = scale ?? options.OutputScale }, how)
            .Fit(_operators.LoadFields(("Features", training)));
        float[] scores = [.. model.Transform(_operators.LoadFields(("Features", test)))
            .GetColumn<float[]>("Score").SelectMany(u => u)];
        IReadOnlyList<EpochReport> curve = model.Report!.Epochs;
        Console.WriteLine(Invariant($"| {name} | {string.Join("×", options.Modes)} | {model.Report.Parameters:n0} | ")
            + Invariant($"{model.Report.Seconds:f0} | {curve[0].Loss:g3}, {curve[^1].Loss:g3} | ")
            + Invariant($"{error(new FieldSamples("u", 1, test.Grid, scores)):f4} |"));
    }

    // Coefficients with normal factors of deviation exp(-|k|²/k₀²) and no constant.
    private static FieldSamples Random(int[] modes, int count, int seed, double wave)
    {
        var random = new Random(seed);
        int length = modes.Aggregate((a, b) => a * b);
        return new FieldSamples("a", 1, modes, [.. Enumerable.Range(0, count * length).Select(i =>
        {
            double squares = modes.Length == 1 ? Math.Pow((i % length + 1) / 2, 2) : Squares(i % length, modes[1]);
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                * Math.Cos(2 * Math.PI * random.NextDouble());
            return squares == 0 ? 0 : (float)(normal * Math.Exp(-squares / (wave * wave)));
        })]);
    }

    // Random states, constant in time: the coefficients of the first mode of time alone.
    private static FieldSamples Initial(int[] modes, int count, int seed, double mean, double size)
    {
        FieldSamples states = Random(modes[1..], count, seed, 2);
        int length = states.Grid.Aggregate((a, b) => a * b);
        return new FieldSamples("a", 1, modes, [.. Enumerable.Range(0, count).SelectMany(i =>
        {
            var values = new float[modes[0] * length];
            for (int k = 0; k < length; k++) values[k] = (float)(size * states[i][k]);
            values[0] += (float)mean;
            return values;
        })]);
    }

    private static double Squares(int place, int columns)
        => Math.Pow((place / columns + 1) / 2, 2) + Math.Pow((place % columns + 1) / 2, 2);

    private static double Error(float[] values, float[] truth)
        => Math.Sqrt(values.Zip(truth, (a, b) => (double)(a - b) * (a - b)).Sum() / truth.Sum(t => (double)t * t));
}
