namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>Burgers' equation with period 1, in Runge-Kutta steps of fourth order between exact decays.</summary>
internal sealed class BurgersLines : IEvolution
{
    private readonly int _points, _kept;
    private readonly double _viscosity;
    private readonly torch.Tensor _flux;
    private torch.Tensor _spectrum;
    // Over half a step.
    private torch.Tensor? _decay;
    private double _step;

    /// <summary>States [samples, points] at time 0.</summary>
    public BurgersLines(torch.Tensor initial, double viscosity, int refinement)
    {
        (_points, _kept, _viscosity) = ((int)initial.shape[1], refinement, viscosity);
        torch.Tensor slope = Row(k => 3 * k > 2 * Math.PI * _points ? 0 : -k / 2);
        _flux = torch.complex(torch.zeros_like(slope), slope);
        _spectrum = torch.fft.rfft(initial);
    }

    public void Step(double time)
    {
        if (_decay is null || _step != time)
            (_step, _decay) = (time, Row(k => Math.Exp(-_viscosity * time / 2 * k * k)));
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor next = Next(_spectrum, _decay, time).MoveToOuterDisposeScope();
        _spectrum.Dispose();
        _spectrum = next;
    }

    public torch.Tensor Values() => torch.fft.irfft(_spectrum, _points).unsqueeze(1).Thinned(_kept);

    // û' = N(û) - ν(2πk)²û with the last term integrated exactly: the usual four stages between decays over half a
    // step.
    private torch.Tensor Next(torch.Tensor u, torch.Tensor decay, double dt)
    {
        torch.Tensor whole = decay * decay;
        torch.Tensor half = decay * u, far = whole * u;
        torch.Tensor a = Rate(u), b = Rate(half.Plus(decay * a, dt / 2)), c = Rate(half.Plus(b, dt / 2));
        torch.Tensor d = Rate(far.Plus(decay * c, dt));
        return far.Plus((whole * a).Plus(decay * b.Plus(c), 2).Plus(d), dt / 6);
    }

    // -½(u²)_x.
    private torch.Tensor Rate(torch.Tensor spectrum)
    {
        torch.Tensor u = torch.fft.irfft(spectrum, _points);
        return torch.fft.rfft(u * u) * _flux;
    }

    private torch.Tensor Row(Func<double, double> value)
        => torch.tensor([.. Spectra.Half(_points).Select(k => value(2 * Math.PI * k))], [1, _points / 2 + 1],
            torch.float64);
}
