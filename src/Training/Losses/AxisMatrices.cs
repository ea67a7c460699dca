using System.Collections.Concurrent;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Tables of numbers for an axis of n points, of several kinds. A process has a handful of kinds and sizes; each table
/// is made once, is kept, and is only read.
/// </summary>
/// <param name="numbers">Makes the numbers of a kind for n points.</param>
internal class AxisNumbers<TKind>(Func<TKind, long, double[]> numbers)
{
    private readonly ConcurrentDictionary<(TKind, long, torch.ScalarType, string), torch.Tensor> _made = new();

    /// <summary>The numbers, one after the other.</summary>
    public torch.Tensor Of(TKind kind, long n, torch.ScalarType type, torch.Device device)
        => _made.GetOrAdd((kind, n, type, device.ToString()),
            _ => torch.tensor(numbers(kind, n), type, device).DetachFromDisposeScope());
}

/// <summary>Matrices along one axis, of several kinds.</summary>
/// <param name="numbers">Makes the matrix [n, n] of a kind for n points, row-major.</param>
internal sealed class AxisMatrices<TKind>(Func<TKind, long, double[]> numbers) : AxisNumbers<TKind>(numbers)
{
    /// <summary>The product of an axis of a field with the matrix, or its transpose, from the right.</summary>
    public torch.Tensor Apply(TKind kind, torch.Tensor x, int axis, bool isTransposed = false)
    {
        long n = x.shape[axis];
        torch.Tensor matrix = Of(kind, n, x.dtype, x.device).reshape(n, n);
        return torch.matmul(x.transpose(axis, -1), isTransposed ? matrix.t() : matrix).transpose(axis, -1);
    }
}
