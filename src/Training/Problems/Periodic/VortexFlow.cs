using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// ω_t + v·∇ω = νΔω - αω + f on squares of period 2π: pseudo-spectral with the upper third of the waves cut off.
/// Transport is the curl of ∇·(vv), two products in space instead of four (Basdevant 1983, Journal of Computational
/// Physics 50).
/// </summary>
internal sealed class VortexFlow : IEvolution
{
    private readonly ExponentialStepper _stepper;
    private readonly torch.Tensor _velocity, _curl, _forcing;
    private readonly long _size;
    private readonly int _kept;
    private torch.Tensor _spectrum;

    /// <summary>Flows at time 0.</summary>
    /// <param name="vorticity">
    /// ω [samples, size, size] in double precision; x along the rows, y along the columns.
    /// </param>
    /// <param name="viscosity">ν.</param>
    /// <param name="drag">α.</param>
    /// <param name="forcing">f [size, size].</param>
    /// <param name="refinement">Points of the solver for one that is kept.</param>
    public VortexFlow(torch.Tensor vorticity, double viscosity, double drag, torch.Tensor forcing, int refinement = 1)
    {
        _size = vorticity.shape[1];
        _kept = refinement;
        int size = (int)_size;
        double[] full = Spectra.Full(size), half = Spectra.Half(size);
        int waves = full.Length * half.Length;
        var linear = new Complex[waves];
        double[] velocity = new double[4 * waves], curl = new double[2 * waves];
        for (int i = 0; i < waves; i++)
        {
            double p = full[i / half.Length], q = half[i % half.Length], squares = p * p + q * q;
            linear[i] = -viscosity * squares - drag;
            bool isKept = Spectra.IsKept(p, size) && Spectra.IsKept(q, size);
            if (!isKept || squares == 0) continue;
            // With Δψ = -ω, u = ψ_y and v = -ψ_x.
            (velocity[2 * i + 1], velocity[2 * (waves + i) + 1]) = (q / squares, -p / squares);
            // ω_t = (∂yy - ∂xx)(uv) + ∂xy(u² - v²).
            (curl[i], curl[waves + i]) = (p * p - q * q, -p * q);
        }
        _velocity = torch.view_as_complex(velocity.ToTensor(null, 2, 1, size, half.Length, 2));
        _curl = curl.ToTensor(null, 2, 1, size, half.Length, 1).expand(-1, -1, -1, -1, 2).contiguous();
        _forcing = torch.fft.rfft2(forcing);
        _stepper = new ExponentialStepper(linear, [1, size, half.Length], Rate);
        _spectrum = torch.fft.rfft2(vorticity);
    }

    public void Step(double time)
    {
        torch.Tensor next = _stepper.Step(_spectrum, time);
        _spectrum.Dispose();
        _spectrum = next;
    }

    public torch.Tensor Values() => torch.fft.irfft2(_spectrum, [_size, _size]).unsqueeze(1).Thinned(_kept);

    private torch.Tensor Rate(torch.Tensor spectrum)
    {
        torch.Tensor velocity = torch.fft.irfft2(_velocity * spectrum, [_size, _size]);
        torch.Tensor u = velocity.select(0, 0), v = velocity.select(0, 1);
        torch.Tensor both = u * v;
        torch.Tensor difference = u.mul_(u).sub_(v.mul_(v));
        torch.Tensor first = torch.view_as_real(torch.fft.rfft2(both)), second;
        second = torch.view_as_real(torch.fft.rfft2(difference));
        first.mul_(_curl.select(0, 0)).AddProduct(second, _curl.select(0, 1));
        return torch.view_as_complex(first).Add(_forcing);
    }
}
