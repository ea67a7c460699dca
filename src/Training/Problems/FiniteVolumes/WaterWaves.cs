using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;

/// <summary>
/// The shallow-water equations by finite volumes of second order: fluxes through the faces between rows and between
/// columns, from states that limited slopes carry there. Beyond the boundary the outermost cells go on.
/// </summary>
internal sealed class WaterWaves : IScheme
{
    private const int Margin = 2;
    private readonly int _size, _stride, _plane;
    private readonly double _spacing, _gravity;
    // Fluxes through the faces above and below a row, [3, columns], and through those to the left of its cells, with
    // one more to the right of the last.
    private double[] _above, _below;
    private readonly double[] _left;

    public WaterWaves(int size, double spacing, double gravity)
    {
        Layout = new CellLayout(3, size, Margin);
        (_size, _stride, _spacing, _gravity) = (size, Layout.Stride, spacing, gravity);
        _plane = _stride * _stride;
        (_above, _below, _left) = (new double[3 * size], new double[3 * size], new double[3 * (size + 1)]);
    }

    public CellLayout Layout { get; }

    public int Length => Layout.Length;

    public void Euler(Span<double> from, double step, ReadOnlySpan<double> start, double share, Span<double> into)
    {
        Extend(from);
        double ratio = step / _spacing;
        int width = Vector<double>.Count;
        RowFaces(from, Margin, _above);
        for (int row = 0; row < _size; row++)
        {
            int at = (row + Margin) * _stride + Margin;
            RowFaces(from, row + Margin + 1, _below);
            Faces(from, at, 1, 2 * _plane, _size + 1, _left);
            // The last vector may overlap the one before.
            for (int column = 0; column < _size; column += width)
            {
                int j = Math.Min(column, _size - width);
                for (int part = 0; part < 3; part++)
                {
                    int i = part * _plane + at + j;
                    Vector<double> flow = Load(_above, part * _size + j) - Load(_below, part * _size + j)
                        + Load(_left, part * (_size + 1) + j) - Load(_left, part * (_size + 1) + j + 1);
                    (share * Load(start, i) + (1 - share) * (Load(from, i) + ratio * flow)).CopyTo(into[i..]);
                }
            }
            (_above, _below) = (_below, _above);
        }
    }

    // Fluxes through the faces before a row.
    private void RowFaces(ReadOnlySpan<double> from, int row, double[] fluxes)
        => Faces(from, row * _stride + Margin, _stride, _plane, _size, fluxes);

    /// <summary>Fluxes through the faces before cells that lie side by side.</summary>
    /// <param name="from">The state.</param>
    /// <param name="at">The first cell.</param>
    /// <param name="back">Numbers from a cell to the one on the other side of its face.</param>
    /// <param name="across">Numbers from the depth to the momentum that crosses the faces.</param>
    /// <param name="count">Faces.</param>
    /// <param name="fluxes">Receives them, [3, count].</param>
    private void Faces(ReadOnlySpan<double> from, int at, int back, int across, int count, double[] fluxes)
    {
        int along = 3 * _plane - across, width = Vector<double>.Count;
        for (int face = 0; face < count; face += width)
        {
            int first = Math.Min(face, count - width), i = at + first;
            (Vector<double> h, Vector<double> higher) = Sides(from, i, back);
            (Vector<double> q, Vector<double> further) = Sides(from, i + across, back);
            (Vector<double> p, Vector<double> beside) = Sides(from, i + along, back);
            var (mass, normal, tangent) = Flux((h, q, p), (higher, further, beside));
            mass.CopyTo(fluxes, first);
            normal.CopyTo(fluxes, across / _plane * count + first);
            tangent.CopyTo(fluxes, along / _plane * count + first);
        }
    }

    // What the slopes of the cells before and behind a face make of a number there.
    private static (Vector<double> Before, Vector<double> Behind) Sides(ReadOnlySpan<double> from, int at, int back)
    {
        Vector<double> far = Load(from, at - 2 * back), near = Load(from, at - back), next = Load(from, at),
            beyond = Load(from, at + back);
        Vector<double> step = next - near;
        return (near + HalfSlope(near - far, step), next - HalfSlope(step, beyond - next));
    }

    // Half the harmonic mean of two differences of one sign, and zero at extrema.
    private static Vector<double> HalfSlope(Vector<double> a, Vector<double> b)
    {
        Vector<double> product = a * b;
        return Vector.ConditionalSelect(Vector.GreaterThan(product, Vector<double>.Zero), product / (a + b),
            Vector<double>.Zero);
    }

    // Harten, Lax and van Leer's flux between two states (h, hu, hv) at a face that u crosses.
    private (Vector<double> Mass, Vector<double> Normal, Vector<double> Tangent) Flux(
        (Vector<double> H, Vector<double> Q, Vector<double> P) a,
        (Vector<double> H, Vector<double> Q, Vector<double> P) b)
    {
        Vector<double> u = a.Q / a.H, v = b.Q / b.H, g = new(_gravity);
        Vector<double> slow = Vector.SquareRoot(g * a.H), fast = Vector.SquareRoot(g * b.H);
        Vector<double> left = Vector.Min(Vector.Min(u - slow, v - fast), Vector<double>.Zero);
        Vector<double> right = Vector.Max(Vector.Max(u + slow, v + fast), Vector<double>.Zero);
        Vector<double> scale = Vector<double>.One / (right - left), both = left * right;
        return (Mean(a.Q, b.Q, b.H - a.H),
            Mean(a.Q * u + 0.5 * g * a.H * a.H, b.Q * v + 0.5 * g * b.H * b.H, b.Q - a.Q),
            Mean(a.P * u, b.P * v, b.P - a.P));

        Vector<double> Mean(Vector<double> before, Vector<double> behind, Vector<double> jump)
            => scale * (right * before - left * behind + both * jump);
    }

    private void Extend(Span<double> state)
    {
        for (int part = 0; part < 3; part++)
        {
            Span<double> plane = state.Slice(part * _plane, _plane);
            for (int row = Margin; row < _size + Margin; row++)
            {
                Span<double> cells = plane.Slice(row * _stride, _stride);
                cells[..Margin].Fill(cells[Margin]);
                cells[^Margin..].Fill(cells[^(Margin + 1)]);
            }
            for (int row = 0; row < Margin; row++)
            {
                plane.Slice(Margin * _stride, _stride).CopyTo(plane[(row * _stride)..]);
                plane.Slice((_size + Margin - 1) * _stride, _stride)
                    .CopyTo(plane[((_size + Margin + row) * _stride)..]);
            }
        }
    }

    private static Vector<double> Load(ReadOnlySpan<double> values, int at)
        => new(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(values[at..]), Vector<double>.Count));
}
