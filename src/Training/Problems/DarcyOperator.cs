namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>
/// -∇·(a∇·) of a batch of permeabilities by finite volumes: every cell exchanges with its four neighbours what the
/// faces let through, and the outermost cells with the boundary, half a cell away.
/// </summary>
internal sealed class DarcyOperator
{
    // Transmissibilities of inner faces between rows and between columns, and the sum over the four faces of each cell.
    private readonly torch.Tensor _down, _across, _sum;

    /// <summary>The operator for permeabilities [samples, rows, columns].</summary>
    public DarcyOperator(torch.Tensor permeability)
    {
        _sum = torch.zeros_like(permeability);
        _down = Faces(permeability, 1);
        _across = Faces(permeability, 2);
    }

    /// <summary>Applies it to fields [samples, rows, columns].</summary>
    public torch.Tensor Apply(torch.Tensor u)
    {
        torch.Tensor result = _sum * u;
        Exchange(_down, 1);
        Exchange(_across, 2);
        return result;

        void Exchange(torch.Tensor faces, int axis)
        {
            long inner = faces.shape[axis];
            result.narrow(axis, 1, inner).AddProduct(faces, u.narrow(axis, 0, inner), -1);
            result.narrow(axis, 0, inner).AddProduct(faces, u.narrow(axis, 1, inner), -1);
        }
    }

    private torch.Tensor Faces(torch.Tensor a, int axis)
    {
        long n = a.shape[axis];
        double scale = 2.0 * n * n;
        torch.Tensor before = a.narrow(axis, 0, n - 1), after = a.narrow(axis, 1, n - 1);
        torch.Tensor faces = (before * after / before.Plus(after)).Scale(scale);
        _sum.narrow(axis, 0, n - 1).Add(faces);
        _sum.narrow(axis, 1, n - 1).Add(faces);
        _sum.narrow(axis, 0, 1).Add(a.narrow(axis, 0, 1), scale);
        _sum.narrow(axis, n - 1, 1).Add(a.narrow(axis, n - 1, 1), scale);
        return faces;
    }
}
