namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>
/// The squares of an error's Fourier coefficients by shells of wave numbers, see <see cref="FourierErrors"/>.
/// </summary>
internal sealed class ErrorSpectrum
{
    private const int MiddleFrom = 4, HighFrom = 12;
    private readonly GridTransform _transform;
    private readonly double[] _squares;
    private readonly (int Shell, double Weight)[] _places;

    public ErrorSpectrum(IReadOnlyList<int> grid)
    {
        _transform = new GridTransform(grid);
        _squares = new double[_transform.Points];
        Shells = ShellsOf(_transform);
        _places = [.. Enumerable.Range(0, _transform.Points).Select(Place)];
    }

    public int Shells { get; }

    /// <summary>Adds Σ|ê_k|²/points² of every shell to the sums of the shells.</summary>
    public void Add(ReadOnlySpan<double> error, Span<double> shells)
    {
        _transform.Squares(error, _squares);
        for (int i = 0; i < error.Length; i++)
            if (_places[i].Shell < Shells) shells[_places[i].Shell] += _places[i].Weight * _squares[i];
    }

    /// <summary>The shells that every axis of a grid can hold.</summary>
    public static int ShellsOf(GridTransform transform)
    {
        int[] sizes = [.. transform.Sizes];
        // On a line the shortest wave, of two points, is a shell; beyond it, shells are cut by the shortest axis.
        return sizes.Length switch { 0 => 0, 1 => sizes[0] / 2 + 1, _ => sizes.Min() / 2 };
    }

    /// <summary>The bands of mean squares by shells.</summary>
    public static FourierErrors Bands(ReadOnlySpan<double> shells)
    {
        int middle = Math.Min(MiddleFrom, shells.Length), high = Math.Min(HighFrom, shells.Length);
        return new(Mean(shells[..middle]), Mean(shells[middle..high]), Mean(shells[high..]));
    }

    private static double Mean(ReadOnlySpan<double> squares)
    {
        double sum = 0;
        foreach (double square in squares) sum += Math.Sqrt(square);
        return sum / squares.Length;
    }

    // A wave number and its negative hold the same square: half of each, but all of one that is its own negative.
    private (int Shell, double Weight) Place(int i)
    {
        (double length, bool isOwnNegative) = _transform.Wave(i);
        return ((int)length, isOwnNegative ? 1 : 0.5);
    }
}
