namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>
/// The mean square of a field split into shells ⌊|k|⌋ of wave numbers, k in waves over the domain along every axis: all
/// shells together give the mean square (Parseval). Fields are taken as they are, without a window.
/// </summary>
internal sealed class EnergySpectrum
{
    private readonly GridTransform _transform;
    private readonly int[] _shells;
    private readonly double[] _squares, _sums;
    private int _fields;

    public EnergySpectrum(IReadOnlyList<int> grid)
    {
        _transform = new GridTransform(grid);
        _shells = [.. Enumerable.Range(0, _transform.Points).Select(i => (int)_transform.Wave(i).Length)];
        _squares = new double[_transform.Points];
        _sums = new double[_shells.Max() + 1];
        FullShells = Math.Max(1, ErrorSpectrum.ShellsOf(_transform));
    }

    /// <summary>Shells that every axis can hold. Those beyond lack the waves of the shorter axes.</summary>
    public int FullShells { get; }

    /// <summary>Means over the fields so far; the first shell is the mean's own square.</summary>
    public IReadOnlyList<double> Shells => Array.ConvertAll(_sums, sum => sum / _fields);

    /// <summary>Adds a field [grid…].</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        _transform.Squares(values, _squares);
        for (int i = 0; i < _squares.Length; i++) _sums[_shells[i]] += _squares[i];
        _fields++;
    }
}
