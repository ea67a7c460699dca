using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>The Fourier transform along all axes of a grid, in memory that it keeps.</summary>
internal sealed class GridTransform
{
    private readonly (FourierTransform Transform, int Size, int Stride)[] _axes;
    private readonly Complex[] _numbers;

    public GridTransform(IReadOnlyList<int> grid)
    {
        int stride = 1;
        var axes = new List<(FourierTransform, int Size, int Stride)>();
        for (int axis = grid.Count - 1; axis >= 0; stride *= grid[axis--])
            if (grid[axis] > 1) axes.Add((new FourierTransform(grid[axis]), grid[axis], stride));
        _axes = [.. axes];
        _numbers = new Complex[stride];
    }

    /// <summary>Points of the grid.</summary>
    public int Points => _numbers.Length;

    /// <summary>Points along every axis that has more than one.</summary>
    public IEnumerable<int> Sizes => _axes.Select(a => a.Size);

    /// <summary>Transforms a field.</summary>
    /// <param name="values">[grid…].</param>
    /// <param name="squares">Receives |x̂_k|²/points² at every wave number: their sum is the mean square of x.</param>
    public void Squares(ReadOnlySpan<double> values, Span<double> squares)
    {
        for (int i = 0; i < values.Length; i++) _numbers[i] = values[i];
        foreach (var (transform, size, stride) in _axes)
            for (int i = 0; i < values.Length; i++)
                if (i / stride % size == 0) transform.Transform(_numbers, i, stride);
        double scale = 1.0 / ((double)values.Length * values.Length);
        for (int i = 0; i < values.Length; i++)
            squares[i] = scale
                * (_numbers[i].Real * _numbers[i].Real + _numbers[i].Imaginary * _numbers[i].Imaginary);
    }

    /// <summary>The length of a wave number, in waves over the domain, and whether it is its own negative.</summary>
    public (double Length, bool IsOwnNegative) Wave(int i)
    {
        double squares = 0;
        bool isOwnNegative = true;
        foreach (var (_, size, stride) in _axes)
        {
            int k = i / stride % size, wave = Math.Min(k, size - k);
            squares += (double)wave * wave;
            isOwnNegative &= k == 0 || 2 * k == size;
        }
        return (Math.Sqrt(squares), isOwnNegative);
    }
}
