namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Finite differences along one axis of a field, second order inside and at the ends.</summary>
internal static class Differences
{
    /// <summary>∂x along an axis of at least three points.</summary>
    /// <param name="x">The field.</param>
    /// <param name="axis">The axis, counted from the front.</param>
    /// <param name="spacing">Distance of neighbours.</param>
    /// <param name="isPeriodic">Whether the field continues at the other side.</param>
    public static torch.Tensor First(torch.Tensor x, int axis, double spacing, bool isPeriodic)
    {
        long n = x.shape[axis];
        if (n < 3)
            throw new ArgumentException($"A difference needs at least 3 points, axis {axis} has {n}.", nameof(x));
        double scale = 1 / (2 * spacing);
        if (isPeriodic) return (x.roll([-1], [axis]) - x.roll([1], [axis])).Times(scale);
        torch.Tensor inner = x.narrow(axis, 2, n - 2) - x.narrow(axis, 0, n - 2);
        torch.Tensor first = At(1).Times(4).Plus(At(0), -3) - At(2);
        torch.Tensor last = At(n - 1).Times(3).Plus(At(n - 2), -4).Plus(At(n - 3));
        return torch.cat([first, inner, last], axis).Times(scale);

        torch.Tensor At(long i) => x.narrow(axis, i, 1);
    }
}
