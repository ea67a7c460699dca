using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>Filtered flows in squares or cubes of period 2π, by Runge and Kutta's method of fourth order.</summary>
internal sealed class FilteredEvolution : IEvolution
{
    private const double Period = 2 * Math.PI;
    private readonly double _viscosity;
    private readonly torch.Tensor? _eddies;
    private readonly int _points;
    private torch.Tensor _velocity;

    /// <summary>Flows at time 0.</summary>
    /// <param name="velocity">[flows, axes, grid…] in double precision.</param>
    /// <param name="viscosity">ν.</param>
    /// <param name="closure">C²; 0 for none.</param>
    /// <param name="points">Points along each axis that are looked at.</param>
    public FilteredEvolution(torch.Tensor velocity, double viscosity, double closure, int points)
    {
        (_velocity, _viscosity, _points) = (velocity, viscosity, points);
        double width = Period / velocity.shape[2];
        _eddies = closure > 0 ? new[] { closure * width * width }.ToTensor(null, 1) : null;
    }

    public void Step(double time)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = Rate(_velocity), second = Rate(_velocity.Plus(first, time / 2)),
            third = Rate(_velocity.Plus(second, time / 2)), last = Rate(_velocity.Plus(third, time));
        torch.Tensor next = _velocity.Plus(first.Plus(second, 2).Plus(third, 2).Plus(last), time / 6)
            .MoveToOuterDisposeScope();
        _velocity.Dispose();
        _velocity = next;
    }

    public torch.Tensor Values()
    {
        torch.Tensor u = _velocity;
        for (int axis = 2; axis < u.dim(); axis++) u = Filtered(u, axis);
        return u;
    }

    private torch.Tensor Rate(torch.Tensor u) => FilteredFlow.Rate(u, _viscosity, Period, _eddies);

    // The waves that fewer points hold; that of half of an even number has no phase there.
    private torch.Tensor Filtered(torch.Tensor u, int axis)
    {
        int given = (int)u.shape[axis];
        if (given == _points) return u;
        torch.Tensor kept = torch.fft.rfft(u, dim: axis).narrow(axis, 0, (_points + 1) / 2);
        return torch.fft.irfft(kept, _points, axis).Times((double)_points / given);
    }
}
