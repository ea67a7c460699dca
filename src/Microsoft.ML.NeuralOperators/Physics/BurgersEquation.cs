using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Physics;

/// <summary>
/// u_t + u u_x = ν u_xx with period 1 (Li et al. 2021, arXiv:2010.08895, appendix): pseudo-spectral in space with the upper third
/// of the modes cut off, Runge-Kutta of fourth order with the diffusion integrated exactly in time.
/// </summary>
public static class BurgersEquation
{
    private const torch.ScalarType Double = torch.ScalarType.Float64;
    private const int FinestGrid = 256;

    /// <summary>Solutions from random initial states N(0, σ²(-Δ + τ²)^{-α}).</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="points">Points in space.</param>
    /// <param name="times">Points in time, the first at 0 and the last at <paramref name="duration"/>.</param>
    /// <param name="viscosity">ν.</param>
    /// <param name="duration">The last time.</param>
    /// <param name="seed">Sample i has the seed (seed, i).</param>
    /// <param name="initial">The initial states; N(0, 25²(-Δ + 25)^{-2}) when null.</param>
    /// <param name="cancellation">Stops generating.</param>
    /// <returns>The solutions [count, 1, times, points] with the name "u".</returns>
    public static FieldSamples Generate(int count, int points, int times, double viscosity, double duration, int seed,
        PeriodicRandomField? initial = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 2);
        initial ??= new PeriodicRandomField(2, 5, 25);
        // Solved on a grid fine enough for the steep fronts that small viscosities make.
        int ratio = Math.Max(1, FinestGrid / points), fine = points * ratio;
        var values = new float[count * times * points];
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor spectrum = torch.fft.rfft(initial.Sample(SampleBatches.Seeds(seed, count), fine));
        double interval = duration / (times - 1);
        int steps = Math.Max(1, (int)Math.Ceiling(interval * fine / 0.25));
        var stepper = new Stepper(fine, viscosity, interval / steps);
        for (int time = 0; time < times; time++)
        {
            for (int step = 0; time > 0 && step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope inner = torch.NewDisposeScope();
                torch.Tensor next = stepper.Step(spectrum);
                next.MoveToOuterDisposeScope();
                spectrum.Dispose();
                spectrum = next;
            }
            double[] now = torch.fft.irfft(spectrum, fine).contiguous().data<double>().ToArray();
            for (int sample = 0; sample < count; sample++)
                for (int i = 0; i < points; i++) values[(sample * times + time) * points + i] = (float)now[sample * fine + i * ratio];
        }
        return new FieldSamples("u", 1, [times, points], values);
    }

    private sealed class Stepper
    {
        private readonly int _points;
        private readonly double _dt;
        private readonly torch.Tensor _decay, _flux;

        public Stepper(int points, double viscosity, double dt)
        {
            (_points, _dt) = (points, dt);
            double[] waves = [.. Enumerable.Range(0, points / 2 + 1).Select(k => 2 * Math.PI * k)];
            // Over half a step.
            _decay = torch.tensor([.. waves.Select(k => Math.Exp(-viscosity * dt / 2 * k * k))], [1, waves.Length], Double);
            torch.Tensor slope = torch.tensor([.. waves.Select(k => 3 * k > 2 * Math.PI * points ? 0 : -k / 2)], [1, waves.Length], Double);
            _flux = torch.complex(torch.zeros_like(slope), slope);
        }

        // û' = N(û) - ν(2πk)²û with the last term integrated exactly: the usual four stages between decays over half a step.
        public torch.Tensor Step(torch.Tensor u)
        {
            torch.Tensor whole = _decay * _decay;
            torch.Tensor half = _decay * u, far = whole * u;
            torch.Tensor a = Rate(u), b = Rate(half.Plus(_decay * a, _dt / 2)), c = Rate(half.Plus(b, _dt / 2));
            torch.Tensor d = Rate(far.Plus(_decay * c, _dt));
            return far.Plus((whole * a).Plus(_decay * b.Plus(c), 2).Plus(d), _dt / 6);
        }

        // -½(u²)_x.
        private torch.Tensor Rate(torch.Tensor spectrum)
        {
            torch.Tensor u = torch.fft.irfft(spectrum, _points);
            return torch.fft.rfft(u * u) * _flux;
        }
    }
}
