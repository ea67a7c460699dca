using System.Runtime.ExceptionServices;

namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>
/// Solves many systems that resemble each other by recycling (SKR, Wang et al. 2024): chunks of fixed size, sorted so
/// that neighbours follow one another, each chunk by one thread. Neither the number of threads nor that of other
/// chunks changes a bit of a solution.
/// </summary>
/// <param name="options">Sizes and tolerance.</param>
/// <param name="chunk">Systems of a chunk.</param>
internal sealed class SystemSequence(RecyclingOptions options, int chunk = 32)
{
    /// <summary>One of the systems.</summary>
    /// <param name="Parameters">What it is made from; like parameters make like matrices.</param>
    /// <param name="Matrix">Makes its matrix.</param>
    /// <param name="Right">Its right side.</param>
    public sealed record Entry(double[] Parameters, Func<SparseMatrix> Matrix, double[] Right);

    /// <summary>The solutions, in the order of the systems.</summary>
    /// <param name="systems">The systems.</param>
    /// <param name="precondition">Makes a preconditioner of a matrix.</param>
    /// <param name="isSorted">Whether chunks are sorted; otherwise they stay as they are.</param>
    /// <param name="cancellation">Stops before the next system.</param>
    /// <exception cref="InvalidOperationException">A system takes too many products.</exception>
    /// <returns>Solutions, and the products with matrices that each system took.</returns>
    public (double[] Solution, int Products)[] Solve(IReadOnlyList<Entry> systems,
        Func<SparseMatrix, Preconditioner> precondition, bool isSorted = true, CancellationToken cancellation = default)
    {
        var results = new (double[], int)[systems.Count];
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        try
        {
            Parallel.For(0, (systems.Count + chunk - 1) / chunk, parallel, Run);
        }
        catch (AggregateException error) when (error.InnerException is InvalidOperationException first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
        return results;

        void Run(int part)
        {
            int start = part * chunk, count = Math.Min(chunk, systems.Count - start);
            int[] order = isSorted
                ? NearestFirst([.. Enumerable.Range(start, count).Select(i => systems[i].Parameters)])
                : [.. Enumerable.Range(0, count)];
            var solver = new RecyclingGmres(options);
            foreach (int i in order)
            {
                cancellation.ThrowIfCancellationRequested();
                Entry system = systems[start + i];
                SparseMatrix matrix = system.Matrix();
                int before = solver.Products;
                double[] solution = solver.Solve(matrix, system.Right, precondition(matrix));
                results[start + i] = (solution, solver.Products - before);
            }
        }
    }

    /// <summary>An order that begins with the first and goes on to the nearest that is left.</summary>
    public static int[] NearestFirst(double[][] parameters)
    {
        var order = new List<int>();
        var left = new List<int>(Enumerable.Range(0, parameters.Length));
        while (left.Count > 0)
        {
            int next = order.Count == 0 ? left[0] : left.MinBy(i => Distance(parameters[order[^1]], parameters[i]));
            order.Add(next);
            left.Remove(next);
        }
        return [.. order];

        static double Distance(double[] x, double[] y)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++) sum += (x[i] - y[i]) * (x[i] - y[i]);
            return sum;
        }
    }
}
