using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// The published blocks on a plane, written out as sums over points in double precision and in the published order:
/// nothing is shared with the definitions under test. Fields are [x][y][channel].
/// </summary>
internal sealed class PlainFactFormer(Func<string, float[]> weights, int heads, double[] lengths)
{
    /// <summary>u + PE(x).</summary>
    public double[][][] Positions(double[][][] u, string name)
    {
        float[] b = weights(name + ".0._B");
        int half = b.Length / 2;
        return Map(u, (x, y, c) =>
        {
            double first = Coordinate(0, x, u.Length), second = Coordinate(1, y, u[0].Length);
            double[] angles = [.. Enumerable.Range(0, half)
                .Select(k => 2 * Math.PI * (first * b[k] + second * b[half + k]))];
            return Add(c, Linear([.. angles.Select(Math.Sin), .. angles.Select(Math.Cos)], name + ".1"));
        });
    }

    /// <summary>The block's result, to be added.</summary>
    public double[][][] Block(double[][][] u, string name, bool isParallel, bool normalizesHeads)
    {
        int rows = u.Length, columns = u[0].Length;
        u = Map(u, (_, _, c) => Norm(c, name + ".in_norm"));
        double[][][] v = Map(u, (_, _, c) => Linear(c, name + ".to_v")),
            w = Map(u, (_, _, c) => Linear(c, name + ".to_in"));
        double[][][] kx = Kernel([.. w.Select(row => Average(row.Select(c => Linear(c, name + ".to_x.0.to_in"))))],
            name, 'x', 0);
        double[][][] ky = Kernel([.. Enumerable.Range(0, columns)
            .Select(y => Average(w.Select(row => Linear(row[y], name + ".to_y.1.to_in"))))], name, 'y', 1);
        int width = v[0][0].Length / heads;
        double[][][] alongX = Map(v, (x, y, _) => Sum(rows, (j, h) => kx[h][x][j], j => v[j][y]));
        double[][][] alongY = Map(v,
            (x, y, _) => Sum(columns, (m, h) => ky[h][y][m], m => (isParallel ? v : alongX)[x][m]));
        double[][][] joined = Map(v, (x, y, _) => isParallel
            ? [.. Enumerable.Range(0, heads)
                .SelectMany(h => alongX[x][y].Skip(h * width).Take(width)
                .Concat(alongY[x][y].Skip(h * width).Take(width)))]
            : alongY[x][y]);
        Normalize(joined, normalizesHeads);
        string first = normalizesHeads ? ".to_out.1" : ".to_out.2", second = normalizesHeads ? ".to_out.3"
            : ".to_out.4";
        return Map(joined, (_, _, c) => Linear([.. Linear(c, name + first).Select(Gelu)], name + second));

        double[] Sum(int count, Func<int, int, double> kernel, Func<int, double[]> value)
            => [.. Enumerable.Range(0, heads * width)
                .Select(c => Enumerable.Range(0, count).Sum(j => kernel(j, c / width) * value(j)[c]))];
    }

    public double[] Linear(double[] x, string name)
    {
        float[] w = weights(name + ".weight"), b = weights(name + ".bias");
        int outputs = w.Length / x.Length;
        return [.. Enumerable.Range(0, outputs)
            .Select(o => (b.Length > 0 ? b[o] : 0.0) + x.Select((v, i) => v * w[o * x.Length + i]).Sum())];
    }

    public static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    public static double[][][] Map(double[][][] u, Func<int, int, double[], double[]> f)
        => [.. u.Select((row, x) => row.Select((c, y) => f(x, y, c)).ToArray())];

    // Abramowitz and Stegun's formulas are not exact enough; the series of erf is.
    public static double Gelu(double x)
    {
        double t = x / Math.Sqrt(2), term = t, sum = t;
        for (int n = 1; n < 200; n++) sum += (term *= -t * t / n) / (2 * n + 1);
        return 0.5 * x * (1 + 2 / Math.Sqrt(Math.PI) * sum);
    }

    private double Coordinate(int axis, int i, int n) => lengths[axis] * i / (n - 1);

    // [head][i][j].
    private double[][][] Kernel(double[][] pooled, string name, char axis, int index)
    {
        string reducer = $"{name}.to_{axis}.{index}.out_ffn", kernel = $"{name}.low_rank_kernel_{axis}";
        double[][] f = [.. pooled.Select(p =>
        {
            double[] both = Linear(Norm(p, reducer + ".norm"), reducer + ".fn.net.0");
            return Linear([.. both.Take(both.Length / 2).Zip(both.Skip(both.Length / 2), (a, b) => Gelu(a) * b)],
                reducer + ".fn.net.3");
        })];
        double[][] q = [.. f.Select((c, i) => Turn(Linear(c, kernel + ".to_q"), Coordinate(index, i, f.Length)))];
        double[][] k = [.. f.Select((c, i) => Turn(Linear(c, kernel + ".to_k"), Coordinate(index, i, f.Length)))];
        int width = q[0].Length / heads;
        return [.. Enumerable.Range(0, heads)
            .Select(h => q.Select(a => k.Select(b => Product(a, b, h * width)).ToArray()).ToArray())];

        double Product(double[] a, double[] b, int from) => Enumerable.Range(from, width).Sum(c => a[c] * b[c]);
    }

    private double[] Turn(double[] c, double coordinate)
    {
        int width = c.Length / heads, half = width / 2;
        return [.. c.Select((value, i) =>
        {
            int at = i % width, pair = at % half;
            double angle = 64 * coordinate * Math.Pow(10000, -2.0 * pair / width);
            double partner = at < half ? -c[i + half] : c[i - half];
            return value * Math.Cos(angle) + partner * Math.Sin(angle);
        })];
    }

    private double[] Norm(double[] c, string name)
    {
        float[] w = weights(name + ".weight"), b = weights(name + ".bias");
        double mean = c.Average(), deviation = Math.Sqrt(c.Average(v => (v - mean) * (v - mean)) + 1e-5);
        return [.. c.Select((v, i) => (v - mean) / deviation * w[i] + b[i])];
    }

    // Instance norm, or the norm of whole heads with the variance of a sample.
    private void Normalize(double[][][] u, bool normalizesHeads)
    {
        int channels = u[0][0].Length, each = normalizesHeads ? channels / heads : 1;
        for (int first = 0; first < channels; first += each)
        {
            double[] all = [.. u.SelectMany(row => row.SelectMany(c => c.Skip(first).Take(each)))];
            double mean = all.Average(), squares = all.Sum(v => (v - mean) * (v - mean));
            double deviation = Math.Sqrt(normalizesHeads ? squares / (all.Length - 1) + 1e-8
                : squares / all.Length + 1e-5);
            foreach (double[][] row in u)
                foreach (double[] c in row)
                    for (int i = first; i < first + each; i++) c[i] = (c[i] - mean) / deviation;
        }
    }

    private static double[] Average(IEnumerable<double[]> points)
    {
        double[][] all = [.. points];
        return [.. Enumerable.Range(0, all[0].Length).Select(c => all.Average(p => p[c]))];
    }
}
