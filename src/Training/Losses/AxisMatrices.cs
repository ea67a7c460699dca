using System.Collections.Concurrent;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Matrices along one axis, of some kinds. There are a handful of kinds and sizes in a process; each is made once,
/// lives on and is only read.
/// </summary>
/// <param name="numbers">Makes the matrix [n, n] of a kind for n points, row-major.</param>
internal sealed class AxisMatrices<TKind>(Func<TKind, long, double[]> numbers)
{
    private readonly ConcurrentDictionary<(TKind, long, torch.ScalarType, string), torch.Tensor> _made = new();

    /// <summary>The product of an axis of a field with the matrix, or its transpose, from the right.</summary>
    public torch.Tensor Apply(TKind kind, torch.Tensor x, int axis, bool isTransposed = false)
    {
        torch.Tensor matrix = Of(kind, x.shape[axis], x.dtype, x.device);
        return torch.matmul(x.transpose(axis, -1), isTransposed ? matrix.t() : matrix).transpose(axis, -1);
    }

    private torch.Tensor Of(TKind kind, long n, torch.ScalarType type, torch.Device device)
        => _made.GetOrAdd((kind, n, type, device.ToString()),
            _ => torch.tensor(numbers(kind, n), [n, n], type, device).DetachFromDisposeScope());
}
