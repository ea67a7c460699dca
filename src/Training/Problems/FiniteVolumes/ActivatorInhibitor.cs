using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;

/// <summary>FitzHugh and Nagumo's equations by five-point finite volumes; nothing flows through the boundary.</summary>
internal sealed class ActivatorInhibitor(int size, double spacing, ReactionDiffusionOptions options) : IScheme
{
    private readonly double _spreadU = options.ActivatorDiffusivity / (spacing * spacing);
    private readonly double _spreadV = options.InhibitorDiffusivity / (spacing * spacing);
    private readonly double _threshold = options.Threshold;

    public CellLayout Layout => new(2, size, 0);

    public int Length => Layout.Length;

    public void Euler(Span<double> from, double step, ReadOnlySpan<double> start, double share, Span<double> into)
    {
        int plane = size * size;
        for (int row = 0; row < size; row++)
        {
            int at = row * size, up = Math.Max(row - 1, 0) * size, down = Math.Min(row + 1, size - 1) * size;
            Cell(from, step, start, share, into, at, up, down, 0);
            // Whole vectors of cells with neighbours on both sides; the last one may overlap the one before.
            int width = Vector<double>.Count, last = size - 1 - width;
            for (int column = 1; column < size - 1 && last > 0; column += width)
            {
                int first = Math.Min(column, last), i = at + first;
                Vector<double> u = Load(from, i), v = Load(from, plane + i);
                Vector<double> bendU = Load(from, up + first) + Load(from, down + first) + Load(from, i - 1)
                    + Load(from, i + 1) - 4 * u;
                Vector<double> bendV = Load(from, plane + up + first) + Load(from, plane + down + first)
                    + Load(from, plane + i - 1) + Load(from, plane + i + 1) - 4 * v;
                Vector<double> rateU = _spreadU * bendU + u - u * u * u - new Vector<double>(_threshold) - v;
                Vector<double> rateV = _spreadV * bendV + u - v;
                (share * Load(start, i) + (1 - share) * (u + step * rateU)).CopyTo(into[i..]);
                (share * Load(start, plane + i) + (1 - share) * (v + step * rateV)).CopyTo(into[(plane + i)..]);
            }
            for (int column = last > 0 ? size - 1 : 1; column < size; column++)
                Cell(from, step, start, share, into, at, up, down, column);
        }
    }

    private void Cell(ReadOnlySpan<double> from, double step, ReadOnlySpan<double> start, double share,
        Span<double> into,
        int at, int up, int down, int column)
    {
        int plane = size * size, left = Math.Max(column - 1, 0), right = Math.Min(column + 1, size - 1),
            i = at + column;
        double u = from[i], v = from[plane + i];
        double bendU = from[up + column] + from[down + column] + from[at + left] + from[at + right] - 4 * u;
        double bendV = from[plane + up + column] + from[plane + down + column] + from[plane + at + left]
            + from[plane + at + right] - 4 * v;
        into[i] = share * start[i] + (1 - share) * (u + step * (_spreadU * bendU + u - u * u * u - _threshold - v));
        into[plane + i] = share * start[plane + i] + (1 - share) * (v + step * (_spreadV * bendV + u - v));
    }

    private static Vector<double> Load(ReadOnlySpan<double> values, int at)
        => new(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(values[at..]), Vector<double>.Count));
}
