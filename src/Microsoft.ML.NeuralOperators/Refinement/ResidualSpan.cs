using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Refinement;

/// <summary>
/// What earlier steps did to a residual: the steps, and orthonormal changes of the residual that belong to them. A
/// residual is as small as combinations of them make it (Anderson 1965; GMRES where the equation is linear).
/// </summary>
internal sealed class ResidualSpan(Func<Complex[], Complex[], double> product)
{
    // Each holds two states.
    private const int Most = 10;
    // A change that others make up to rounding says nothing new.
    private const double Smallest = 1e-6;
    private readonly List<(Complex[] Step, Complex[] Change)> _known = [];

    public void Clear() => _known.Clear();

    /// <summary>Learns a step and the change of the residual that it made; both arrays are kept.</summary>
    public void Add(Complex[] step, Complex[] change)
    {
        double before = Math.Sqrt(product(change, change));
        // Twice, since once leaves rounding of the parts that were taken away.
        for (int pass = 0; pass < 2; pass++)
            foreach (var (otherStep, otherChange) in _known)
            {
                double share = product(otherChange, change);
                Subtract(step, otherStep, share);
                Subtract(change, otherChange, share);
            }
        double size = Math.Sqrt(product(change, change));
        if (!(size > Smallest * before)) return;
        for (int i = 0; i < step.Length; i++) (step[i], change[i]) = (step[i] / size, change[i] / size);
        if (_known.Count == Most) _known.RemoveAt(0);
        _known.Add((step, change));
    }

    /// <summary>Takes from state and residual what the known steps take away of it.</summary>
    public void Reduce(Complex[] state, Complex[] residual)
    {
        foreach (var (step, change) in _known)
        {
            double share = product(change, residual);
            Subtract(state, step, share);
            Subtract(residual, change, share);
        }
    }

    private static void Subtract(Complex[] x, Complex[] y, double factor)
    {
        for (int i = 0; i < x.Length; i++) x[i] -= factor * y[i];
    }
}
