using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Physics;

/// <summary>Small dense products in double precision, row-major: the fast transforms of the generators.</summary>
internal static class DenseMatrix
{
    /// <summary>A·B for A [m, k], B [k, n].</summary>
    public static double[] Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int m, int k, int n)
    {
        var c = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            Span<double> row = c.AsSpan(i * n, n);
            for (int p = 0; p < k; p++) AddScaled(row, b.Slice(p * n, n), a[i * k + p]);
        }
        return c;
    }

    /// <summary>A·Bᵀ for A [m, k], B [n, k].</summary>
    public static double[] MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int m, int k, int n)
    {
        var c = new double[m * n];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) c[i * n + j] = Dot(a.Slice(i * k, k), b.Slice(j * k, k));
        return c;
    }

    /// <summary>y += s·x.</summary>
    public static void AddScaled(Span<double> y, ReadOnlySpan<double> x, double s)
    {
        int i = 0, width = Vector<double>.Count;
        var factor = new Vector<double>(s);
        for (; i <= y.Length - width; i += width)
            (new Vector<double>(y[i..]) + factor * new Vector<double>(x[i..])).CopyTo(y[i..]);
        for (; i < y.Length; i++) y[i] += s * x[i];
    }

    /// <summary>Σ x·y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int i = 0, width = Vector<double>.Count;
        Vector<double> sum = Vector<double>.Zero, more = Vector<double>.Zero;
        for (; i <= x.Length - 2 * width; i += 2 * width)
        {
            sum += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
            more += new Vector<double>(x[(i + width)..]) * new Vector<double>(y[(i + width)..]);
        }
        double total = Vector.Sum(sum + more);
        for (; i < x.Length; i++) total += x[i] * y[i];
        return total;
    }
}
