using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>
/// Elimination within a front. Upper triangles are stored row by row, with numbers of no meaning below the diagonal.
/// </summary>
internal static unsafe class DenseElimination
{
    // Pivots whose rows are subtracted in one pass: as many as fit the registers with two rows.
    private const int Block = 4;

    /// <summary>Turns the own rows into those of D·Lᵀ and subtracts their share from the rest.</summary>
    /// <param name="rows">The own rows, [own, size].</param>
    /// <param name="rest">The rest, [size - own, size - own].</param>
    /// <param name="own">Pivots.</param>
    /// <param name="size">Unknowns of the front.</param>
    /// <param name="smallest">Pivots below this are replaced by it, with their sign.</param>
    /// <returns>How many pivots were replaced.</returns>
    public static int Run(double* rows, double* rest, int own, int size, double smallest)
    {
        int replaced = 0, length = size - own;
        for (int first = 0; first < own; first += Block)
        {
            int last = Math.Min(first + Block, own);
            for (int i = first; i < last; i++)
            {
                double* row = rows + (long)i * size;
                for (int j = first; j < i; j++)
                {
                    double* before = rows + (long)j * size;
                    Subtract(row + i, before + i, before[i] / before[j], size - i);
                }
                if (Math.Abs(row[i]) >= smallest) continue;
                row[i] = row[i] < 0 ? -smallest : smallest;
                replaced++;
            }
            for (int k = last; k < own; k += 2)
                Subtract(rows + (long)k * size + k, size, Math.Min(2, own - k), rows, size, first, last, k, size - k);
            for (int k = 0; k < length; k += 2)
                Subtract(rest + (long)k * length + k, length, Math.Min(2, length - k), rows, size, first, last,
                    own + k, length - k);
        }
        return replaced;
    }

    // One or two rows from a column on, less the share of a block's pivots.
    private static void Subtract(double* target, int stride, int count, double* rows, int size, int first, int last,
        int column, int length)
    {
        double* pivot = rows + (long)first * size;
        if (count == 2 && last - first == Block)
        {
            Subtract2X4(target, target + stride, pivot, size, first, column, length);
            return;
        }
        for (int i = 0; i < count; i++)
            for (int p = first; p < last; p++)
            {
                double* row = rows + (long)p * size;
                Subtract(target + (long)i * stride, row + column, row[column + i] / row[p], length);
            }
    }

    private static void Subtract2X4(double* upper, double* lower, double* pivots, int size, int first, int column,
        int length)
    {
        double* a = pivots, b = a + size, c = b + size, d = c + size;
        double fa = 1 / a[first], fb = 1 / b[first + 1], fc = 1 / c[first + 2], fd = 1 / d[first + 3];
        a += column;
        b += column;
        c += column;
        d += column;
        double a0 = -a[0] * fa, a1 = -a[1] * fa, b0 = -b[0] * fb, b1 = -b[1] * fb, c0 = -c[0] * fc, c1 = -c[1] * fc,
            d0 = -d[0] * fd, d1 = -d[1] * fd;
        Vector<double> va0 = new(a0), va1 = new(a1), vb0 = new(b0), vb1 = new(b1), vc0 = new(c0), vc1 = new(c1),
            vd0 = new(d0), vd1 = new(d1);
        int i = 0;
        for (; i <= length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> va = Vector.Load(a + i), vb = Vector.Load(b + i), vc = Vector.Load(c + i),
                vd = Vector.Load(d + i);
            Vector<double> u = Vector.FusedMultiplyAdd(va, va0, Vector.Load(upper + i));
            Vector<double> l = Vector.FusedMultiplyAdd(va, va1, Vector.Load(lower + i));
            u = Vector.FusedMultiplyAdd(vb, vb0, u);
            l = Vector.FusedMultiplyAdd(vb, vb1, l);
            u = Vector.FusedMultiplyAdd(vc, vc0, u);
            l = Vector.FusedMultiplyAdd(vc, vc1, l);
            Vector.Store(Vector.FusedMultiplyAdd(vd, vd0, u), upper + i);
            Vector.Store(Vector.FusedMultiplyAdd(vd, vd1, l), lower + i);
        }
        for (; i < length; i++)
        {
            upper[i] += a[i] * a0 + b[i] * b0 + c[i] * c0 + d[i] * d0;
            lower[i] += a[i] * a1 + b[i] * b1 + c[i] * c1 + d[i] * d1;
        }
    }

    /// <summary>Subtracts a multiple of one row from another.</summary>
    public static void Subtract(double* target, double* row, double factor, int length)
    {
        var factors = new Vector<double>(-factor);
        int i = 0;
        for (; i <= length - Vector<double>.Count; i += Vector<double>.Count)
            Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(row + i), factors, Vector.Load(target + i)), target + i);
        for (; i < length; i++) target[i] -= factor * row[i];
    }

    /// <summary>The product of two rows.</summary>
    public static double Dot(double* x, double* y, int length)
    {
        Vector<double> sums = default;
        int i = 0;
        for (; i <= length - Vector<double>.Count; i += Vector<double>.Count)
            sums = Vector.FusedMultiplyAdd(Vector.Load(x + i), Vector.Load(y + i), sums);
        double sum = Vector.Sum(sums);
        for (; i < length; i++) sum += x[i] * y[i];
        return sum;
    }
}
