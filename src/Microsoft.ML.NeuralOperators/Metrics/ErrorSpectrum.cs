using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>
/// The squares of an error's Fourier coefficients by shells of wave numbers, see <see cref="FourierErrors"/>.
/// </summary>
internal sealed class ErrorSpectrum
{
    private const int MiddleFrom = 4, HighFrom = 12;
    private readonly (FourierTransform Transform, int Size, int Stride)[] _axes;
    private readonly Complex[] _numbers;
    private readonly (int Shell, double Weight)[] _places;

    public ErrorSpectrum(IReadOnlyList<int> grid)
    {
        int stride = 1;
        var axes = new List<(FourierTransform, int Size, int Stride)>();
        for (int axis = grid.Count - 1; axis >= 0; stride *= grid[axis--])
            if (grid[axis] > 1) axes.Add((new FourierTransform(grid[axis]), grid[axis], stride));
        _axes = [.. axes];
        _numbers = new Complex[stride];
        // On a line the shortest wave, of two points, is a shell; beyond it, shells are cut by the shortest axis.
        Shells = axes.Count switch { 0 => 0, 1 => axes[0].Size / 2 + 1, _ => axes.Min(a => a.Size) / 2 };
        _places = [.. Enumerable.Range(0, stride).Select(Place)];
    }

    public int Shells { get; }

    /// <summary>Adds Σ|ê_k|²/points² of every shell to the sums of the shells.</summary>
    public void Add(ReadOnlySpan<double> error, Span<double> shells)
    {
        for (int i = 0; i < error.Length; i++) _numbers[i] = error[i];
        foreach (var (transform, size, stride) in _axes)
            for (int i = 0; i < error.Length; i++)
                if (i / stride % size == 0) transform.Transform(_numbers, i, stride);
        double scale = 1.0 / ((double)error.Length * error.Length);
        for (int i = 0; i < error.Length; i++)
            if (_places[i].Shell < Shells)
                shells[_places[i].Shell] += _places[i].Weight * scale
                    * (_numbers[i].Real * _numbers[i].Real + _numbers[i].Imaginary * _numbers[i].Imaginary);
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
        double squares = 0;
        bool isOwnNegative = true;
        foreach (var (_, size, stride) in _axes)
        {
            int k = i / stride % size, wave = Math.Min(k, size - k);
            squares += (double)wave * wave;
            isOwnNegative &= k == 0 || 2 * k == size;
        }
        return ((int)Math.Sqrt(squares), isOwnNegative ? 1 : 0.5);
    }
}
