using System.Diagnostics;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Problems;
using Microsoft.ML.NeuralOperators.Sparse;

namespace Generators.Bench;

/// <summary>
/// What Krylov recycling over sorted systems saves: products with matrices and seconds of one thread, against the same
/// GMRES restarted without it, on sequences of Darcy and Helmholtz systems.
/// </summary>
internal static class Recycling
{
    /// <summary>Prints a line for each sequence, preconditioner and tolerance.</summary>
    /// <param name="count">Systems of a sequence.</param>
    /// <param name="restart">Vectors kept.</param>
    /// <param name="recycled">How many of them are recycled.</param>
    public static void Run(int count = 32, int restart = 40, int recycled = 15)
    {
        (string, SystemSequence.Entry[])[] sequences = [("Darcy 64²", Darcy(count)), ("Helmholtz 41², k = 5",
            Helmholtz(count, 41, 100)), ("Helmholtz 41², k = 10", Helmholtz(count, 41, 200))];
        (string, Func<SparseMatrix, Preconditioner>)[] preconditioners =
            [("Jacobi", Preconditioners.Jacobi), ("ILU(0)", Preconditioners.IncompleteFactors)];
        Console.WriteLine($"{count} systems, GMRES({restart}), {recycled} recycled: products and seconds a system");
        foreach ((string problem, SystemSequence.Entry[] systems) in sequences)
            // Incomplete factors of an indefinite matrix are of no use.
            foreach ((string preconditioner, Func<SparseMatrix, Preconditioner> make) in problem[0] == 'H'
                ? preconditioners[..1] : preconditioners)
                foreach (double tolerance in new[] { 1e-5, 1e-10 })
                {
                    (double Products, double Seconds) plain;
                    try
                    {
                        plain = Measure(systems, make, new RecyclingOptions(restart, 0, tolerance), false);
                    }
                    catch (InvalidOperationException error)
                    {
                        Console.WriteLine(FormattableString.Invariant($"{problem}, {preconditioner}, {tolerance}: ")
                            + $"GMRES alone: {error.Message}");
                        plain = (double.NaN, double.NaN);
                    }
                    var unsorted = Measure(systems, make, new RecyclingOptions(restart, recycled, tolerance), false);
                    var sorted = Measure(systems, make, new RecyclingOptions(restart, recycled, tolerance), true);
                    Console.WriteLine(FormattableString.Invariant($"{problem}, {preconditioner}, {tolerance}: ")
                        + $"GMRES {Text(plain)}, recycling {Text(unsorted)}, sorted {Text(sorted)}, "
                        + FormattableString.Invariant($"fewer products {plain.Products / sorted.Products:f1}, ")
                        + FormattableString.Invariant($"less time {plain.Seconds / sorted.Seconds:f1}"));
                }

        static string Text((double Products, double Seconds) measured)
            => FormattableString.Invariant($"{measured.Products:f0} / {measured.Seconds:f4} s");
    }

    private static (double Products, double Seconds) Measure(SystemSequence.Entry[] systems,
        Func<SparseMatrix, Preconditioner> precondition, RecyclingOptions options, bool isSorted)
    {
        var sequence = new SystemSequence(options, systems.Length);
        var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        double products = sequence.Solve(systems, precondition, isSorted).Average(s => s.Products);
        process.Refresh();
        // One chunk is one thread: its own time, whatever else runs.
        return (products, (process.TotalProcessorTime - before).TotalSeconds / systems.Length);
    }

    private static SystemSequence.Entry[] Darcy(int count)
    {
        const int Cells = 64;
        var system = new DarcySystem(Cells, Cells);
        var field = new GaussianRandomField();
        double[] right = new double[Cells * Cells];
        Array.Fill(right, 1);
        return [.. Enumerable.Range(0, count).Select(seed =>
        {
            double[] a = Array.ConvertAll(field.Sample(seed, Cells, Cells), v => v >= 0 ? 12.0 : 3);
            return new SystemSequence.Entry(a, () => system.Matrix(a), right);
        })];
    }

    private static SystemSequence.Entry[] Helmholtz(int count, int points, double frequency)
    {
        var system = new HelmholtzSystem(points);
        var field = new GaussianRandomField();
        double[] right = system.Right(_ => 1, 0.35, 0.65);
        return [.. Enumerable.Range(0, count).Select(seed =>
        {
            using TorchSharp.torch.Tensor values = field.Sample([seed], points, points,
                points: PointPlacement.EndPoints);
            double[] squares = Array.ConvertAll(values.data<double>().ToArray(),
                v => Math.Pow(frequency / (20 + Math.Tanh(v / 3)), 2));
            return new SystemSequence.Entry(squares, () => system.Matrix(squares), right);
        })];
    }
}
