using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// How many rows a session runs on CUDA. Where a shape differs from the one before, cuDNN plans every convolution anew,
/// which takes as long as a hundred runs (docs/gpu.md). So a run of fewer rows than the one before is filled up with
/// zeros, and one of more rows goes on to the next power of two.
/// </summary>
internal sealed class RowPlan
{
    // Beyond it, planning anew is paid back soon.
    private const int MostPerRow = 16;
    private readonly Lock _gate = new();
    private string _grids = "";
    private int _rows;

    /// <summary>The rows to run.</summary>
    /// <param name="shapes">The inputs' sizes.</param>
    /// <param name="count">The rows that are wanted.</param>
    public int Rows(IEnumerable<long[]> shapes, int count)
    {
        string grids = string.Join(';', shapes.Select(shape => string.Join(',', shape.Skip(1))));
        lock (_gate)
        {
            bool serves = grids == _grids && count <= _rows && (long)count * MostPerRow >= _rows;
            if (!serves) (_grids, _rows) = (grids, (int)BitOperations.RoundUpToPowerOf2((uint)count));
            return _rows;
        }
    }
}
