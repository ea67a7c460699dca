namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// One level of the multiwavelet transform and its inverse (arXiv:2109.13459, section 3) on [batch, grid…, channels],
/// whose channels are copies of the coefficients of a cell. Of the details, the published form keeps those that are
/// details along every axis, so that on planes the inverse does not give the field back.
/// </summary>
internal sealed class MultiwaveletTransform : Layer
{
    private const string Parities = "eo";
    private readonly int _axes;
    private readonly int _copies;
    private readonly long _coefficients;
    private readonly ParameterDeclaration _smooth;
    private readonly ParameterDeclaration _detail;
    private readonly ParameterDeclaration[] _cells;

    /// <summary>Declares the filters, which are stored but not trained.</summary>
    /// <param name="axes">Grid axes.</param>
    /// <param name="order">Coefficients along an axis.</param>
    /// <param name="copies">Copies.</param>
    public MultiwaveletTransform(int axes, int order, int copies)
    {
        (_axes, _copies, _coefficients) = (axes, copies, (long)Math.Pow(order, axes));
        int[][] cells = [.. Enumerable.Range(0, 1 << axes)
            .Select(c => (int[])[.. Enumerable.Range(0, axes).Select(a => c >> (axes - 1 - a) & 1)])];
        var filters = new MultiwaveletFilters(order);
        _smooth = Filter("ec_s", cells.Length * _coefficients, cells.SelectMany(cell => Columns(false, cell)));
        _detail = Filter("ec_d", cells.Length * _coefficients, cells.SelectMany(cell => Columns(true, cell)));
        _cells = [.. cells.Select(cell => Filter($"rc_{string.Concat(cell.Select(half => Parities[half]))}",
            2 * _coefficients, Rows(false, cell).Concat(Rows(true, cell))))];

        ParameterDeclaration Filter(string name, long rows, IEnumerable<double> values)
            => DeclareBuffer(name, [rows, _coefficients], new Initializer.Given([.. values.Select(v => (float)v)]));

        IEnumerable<double> Rows(bool isDetail, int[] cell) => filters.Of(isDetail, cell).Cast<double>();

        // Transposed.
        IEnumerable<double> Columns(bool isDetail, int[] cell)
        {
            double[,] filter = filters.Of(isDetail, cell);
            for (int j = 0; j < _coefficients; j++)
                for (int i = 0; i < _coefficients; i++) yield return filter[i, j];
        }
    }

    /// <summary>Coefficients of the cells of twice the size, and the details.</summary>
    public (Value Smooth, Value Detail) Analyse(Value x)
    {
        Dim[] half = [.. x.Shape.Skip(1).Take(_axes).Select(n => n / 2)];
        // [batch, (n/2, 2)…, copies, k] → [batch, n/2…, copies, 2…, k]
        Value cells = x.Reshape([x.Shape[0], .. half.SelectMany(n => (Dim[])[n, 2]), _copies, _coefficients])
            .Transpose([0, .. Each(1, 2), 2 * _axes + 1, .. Each(2, 2), 2 * _axes + 2])
            .Reshape([x.Shape[0], .. half, _copies, (1L << _axes) * _coefficients]);
        Value both = cells.MatMul(Value.Concat(1, x.Bind(_smooth), x.Bind(_detail)));
        return (Part(0), Part(1));

        Value Part(int which) => both.Slice(-1, which * _coefficients, _coefficients)
            .Reshape([x.Shape[0], .. half, _copies * _coefficients]);
    }

    /// <summary>Coefficients of the cells of half the size.</summary>
    public Value Synthesise(Value smooth, Value detail)
    {
        Dim[] grid = [.. smooth.Shape.Skip(1).Take(_axes)];
        Dim batch = smooth.Shape[0];
        Value parts = Value.Concat(-1, Split(smooth), Split(detail));
        Value cells = parts.MatMul(Value.Concat(1, [.. _cells.Select(smooth.Bind)]));
        // [batch, n…, copies, 2…, k] → [batch, (n, 2)…, copies, k]
        return cells.Reshape([batch, .. grid, _copies, .. Enumerable.Repeat((Dim)2, _axes), _coefficients])
            .Transpose([0, .. Enumerable.Range(1, _axes).SelectMany(a => (int[])[a, a + _axes + 1]), _axes + 1,
                2 * _axes + 2])
            .Reshape([batch, .. grid.Select(n => n * 2), _copies * _coefficients]);

        Value Split(Value x) => x.Reshape([batch, .. grid, _copies, _coefficients]);
    }

    private IEnumerable<int> Each(int first, int step) => Enumerable.Range(0, _axes).Select(a => first + step * a);
}
