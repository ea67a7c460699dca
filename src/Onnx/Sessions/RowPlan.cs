using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// How many rows a session runs on CUDA. cuDNN plans every convolution again whenever the input shape changes, which
/// costs as much as a hundred runs (docs/gpu.md). Smaller batches are therefore padded with zeros to the size of the
/// previous one, and larger batches to the next power of two.
/// </summary>
internal sealed class RowPlan
{
    // The most rows run for each row wanted. With more padding than that, a new plan soon pays for itself.
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
