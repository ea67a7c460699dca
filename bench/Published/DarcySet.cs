using System.Diagnostics;
using Contest;
using Microsoft.ML.NeuralOperators;
using TorchSharp;

namespace Published;

/// <summary>
/// Darcy flow with two values, 12 and 3, of a threshold of N(0, (-Δ + 9)⁻²): solved on 421×421 cells by finite volumes,
/// of which every fifth point is kept, 85×85 (Li et al. 2021, arXiv:2010.08895).
/// </summary>
internal sealed class DarcySet(string folder, int training, int test, int seed)
    : PublishedSet(folder, training, test, seed)
{
    private const int Solved = 421, Every = 5, Kept = (Solved - 1) / Every + 1, Measured = 16;
    private static readonly int[] Grids = [11, 21, 43, 64, 85, 141, 211];

    /// <inheritdoc/>
    // The outermost points are half a cell of 421 from the boundary.
    public override Problem Problem { get; } = new(Kept) { Points = PointPlacement.EndPoints };

    /// <inheritdoc/>
    protected override int PartSize => 50;

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldSamples> MakePart(int count, int seed, bool isTest,
        CancellationToken cancellation, Action<int> progress)
        => [.. new DarcyFlow(Solved).Generate(count, seed, cancellation, progress).Select(EveryFifth)];

    /// <inheritdoc/>
    protected override void WriteSet(string name, IReadOnlyList<IReadOnlyDictionary<string, NamedArray>> parts)
        => Write(name, (Joined("a", parts), Joined("u", parts)));

    /// <inheritdoc/>
    protected override IReadOnlyList<SolverCost> MeasureSolver()
    {
        IReadOnlyList<FieldSamples> fields = new DarcyFlow(Solved).Generate(Measured, PartSeed(true, 0));
        FieldSamples truth = EveryFifth(fields[1]);
        return [.. Grids.Select(Cost)];

        SolverCost Cost(int cells)
        {
            var coefficients = new double[Measured * cells * cells];
            for (int i = 0; i < coefficients.Length; i++)
                coefficients[i] = fields[0][i / (cells * cells)][Nearest(i / cells % cells) * Solved
                    + Nearest(i % cells)];
            var solver = new DarcySolver(cells, cells);
            // The first time is slower than the others.
            Solve();
            var clock = Stopwatch.StartNew();
            double[] solutions = Solve();
            double seconds = clock.Elapsed.TotalSeconds / Measured, error = 0;
            for (int i = 0; i < Measured; i++)
                error += RelativeError.Of(AtKeptPoints(solutions.AsSpan(i * cells * cells, cells * cells), cells),
                    truth[i]);
            return new SolverCost(cells, error / Measured, seconds);

            // Together, as predictions are made.
            double[] Solve()
            {
                using torch.Tensor given = torch.tensor(coefficients, [Measured, cells, cells]),
                    solved = solver.Solve(given);
                return solved.data<double>().ToArray();
            }

            int Nearest(int cell) => (int)((cell + 0.5) / cells * Solved);
        }
    }

    private static FieldSamples EveryFifth(FieldSamples field)
    {
        var kept = new float[field.Count * Kept * Kept];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = field[i / (Kept * Kept)][i / Kept % Kept * Every * Solved + i % Kept * Every];
        return new FieldSamples(field.Name, 1, [Kept, Kept], kept);
    }

    // Linear between the centres of cells, and zero at the boundary.
    private static float[] AtKeptPoints(ReadOnlySpan<double> u, int cells)
    {
        var values = new float[Kept * Kept];
        for (int i = 0; i < values.Length; i++)
        {
            var ((row, below), (column, right)) = (Place(i / Kept), Place(i % Kept));
            values[i] = (float)((1 - below) * ((1 - right) * At(u, row, column) + right * At(u, row, column + 1))
                + below * ((1 - right) * At(u, row + 1, column) + right * At(u, row + 1, column + 1)));
        }
        return values;

        // The cell before a point, from -1, and how far the point is on the way to the next. Half a cell beyond the
        // outermost centres is the boundary, where the mirrored value has the other sign.
        (int Cell, double Share) Place(int point)
        {
            double at = (point * Every + 0.5) / Solved * cells - 0.5;
            return ((int)Math.Floor(at), at - Math.Floor(at));
        }

        double At(ReadOnlySpan<double> u, int row, int column)
        {
            double sign = 1;
            if (row < 0 || row >= cells) (row, sign) = (Math.Clamp(row, 0, cells - 1), -sign);
            if (column < 0 || column >= cells) (column, sign) = (Math.Clamp(column, 0, cells - 1), -sign);
            return sign * u[row * cells + column];
        }
    }
}
