using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// ω_t + v·∇ω = νΔω - αω + f on periodic squares: pseudo-spectral with the upper third of the waves cut off. Transport
/// is the curl of ∇·(vv), two products in space instead of four (Basdevant 1983, Journal of Computational Physics 50).
/// Two flows share each complex transform, as real and imaginary part.
/// </summary>
internal sealed class VortexFlow : IEvolution
{
    private readonly IStepper _stepper;
    private readonly torch.Tensor _velocity;
    // Numbers of every wave, for the real and the imaginary part: factors of the two products, and the force.
    private readonly double[] _curlOfProduct, _curlOfDifference, _forcing;
    private readonly int _flows, _size, _kept;
    private torch.Tensor _spectrum;

    /// <summary>Flows at time 0.</summary>
    /// <param name="vorticity">
    /// ω [samples, size, size] in double precision; x along the rows, y along the columns.
    /// </param>
    /// <param name="viscosity">ν.</param>
    /// <param name="drag">α.</param>
    /// <param name="forcing">f [size, size].</param>
    /// <param name="refinement">Points of the solver for one that is kept.</param>
    /// <param name="period">Length of the square's sides; 2π when null.</param>
    /// <param name="stepper">How it goes on in time; <see cref="ExponentialStepper"/> when null.</param>
    public VortexFlow(torch.Tensor vorticity, double viscosity, double drag, torch.Tensor forcing, int refinement = 1,
        double? period = null, StepperFactory? stepper = null)
    {
        (_flows, _size, _kept) = ((int)vorticity.shape[0], (int)vorticity.shape[1], refinement);
        double unit = 2 * Math.PI / (period ?? 2 * Math.PI);
        double[] waves = Spectra.Full(_size);
        int count = _size * _size;
        var linear = new Complex[count];
        (_curlOfProduct, _curlOfDifference) = (new double[2 * count], new double[2 * count]);
        var velocity = new double[4 * count];
        for (int i = 0; i < count; i++)
        {
            double p = unit * waves[i / _size], q = unit * waves[i % _size], squares = p * p + q * q;
            linear[i] = -viscosity * squares - drag;
            if (squares == 0) continue;
            // With Δψ = -ω, u = ψ_y and v = -ψ_x. Waves of the initial state that transport never reaches move what it
            // does; the shortest of an even number has no slope.
            (velocity[2 * i + 1], velocity[2 * (count + i) + 1]) = (Slope(i % _size) / squares,
                -Slope(i / _size) / squares);
            if (!Spectra.IsKept(waves[i / _size], _size) || !Spectra.IsKept(waves[i % _size], _size)) continue;
            // ω_t = (∂yy - ∂xx)(uv) + ∂xy(u² - v²).
            _curlOfProduct[2 * i] = _curlOfProduct[2 * i + 1] = p * p - q * q;
            _curlOfDifference[2 * i] = _curlOfDifference[2 * i + 1] = -p * q;
        }
        _velocity = torch.view_as_complex(velocity.ToTensor(null, 2, 1, _size, _size, 2));
        stepper ??= (factors, shape, rate) => new ExponentialStepper(factors, shape, rate);
        _stepper = stepper(linear, [1, _size, _size], Rate);
        _forcing = Numbers(torch.fft.fft2(torch.complex(forcing, forcing)).contiguous()).ToArray();
        // The last of an odd number is its own partner.
        torch.Tensor partners = _flows % 2 == 0 ? vorticity
            : torch.cat([vorticity, vorticity.narrow(0, _flows - 1, 1)], 0);
        torch.Tensor pairs = partners.reshape(-1, 2, _size, _size);
        _spectrum = torch.fft.fft2(torch.complex(pairs.select(1, 0), pairs.select(1, 1))).contiguous();

        double Slope(int place) => 2 * place == _size ? 0 : unit * waves[place];
    }

    public void Step(double time)
    {
        torch.Tensor next = _stepper.Step(_spectrum, time);
        _spectrum.Dispose();
        _spectrum = next;
    }

    public torch.Tensor Values()
    {
        torch.Tensor pairs = torch.view_as_real(torch.fft.ifft2(_spectrum));
        return pairs.permute(0, 3, 1, 2).reshape(-1, 1, _size, _size).narrow(0, 0, _flows).Thinned(_kept);
    }

    private torch.Tensor Rate(torch.Tensor spectrum)
    {
        torch.Tensor velocity = torch.fft.ifft2(_velocity * spectrum).contiguous();
        Multiply(Numbers(velocity));
        torch.Tensor products = torch.fft.fft2(velocity).contiguous();
        Combine(Numbers(products));
        return products.select(0, 0);
    }

    // (u, v) becomes (uv, u² - v²).
    private static void Multiply(Span<double> velocity)
    {
        Span<Vector<double>> u = MemoryMarshal.Cast<double, Vector<double>>(velocity[..(velocity.Length / 2)]),
            v = MemoryMarshal.Cast<double, Vector<double>>(velocity[(velocity.Length / 2)..]);
        for (int i = 0; i < u.Length; i++) (u[i], v[i]) = (u[i] * v[i], u[i] * u[i] - v[i] * v[i]);
        for (int i = u.Length * Vector<double>.Count; i < velocity.Length / 2; i++)
        {
            (double a, double b) = (velocity[i], velocity[velocity.Length / 2 + i]);
            (velocity[i], velocity[velocity.Length / 2 + i]) = (a * b, a * a - b * b);
        }
    }

    // The first product's spectra become the rate of the vorticity.
    private void Combine(Span<double> products)
    {
        int half = products.Length / 2, wave = _forcing.Length;
        for (int start = 0; start < half; start += wave)
        {
            Span<double> first = products.Slice(start, wave), second = products.Slice(half + start, wave);
            int width = Vector<double>.Count, i = 0;
            for (; i <= wave - width; i += width)
                (new Vector<double>(first[i..]) * new Vector<double>(_curlOfProduct, i)
                    + new Vector<double>(second[i..]) * new Vector<double>(_curlOfDifference, i)
                    + new Vector<double>(_forcing, i)).CopyTo(first[i..]);
            for (; i < wave; i++)
                first[i] = first[i] * _curlOfProduct[i] + second[i] * _curlOfDifference[i] + _forcing[i];
        }
    }

    private static Span<double> Numbers(torch.Tensor complex) => MemoryMarshal.Cast<byte, double>(complex.bytes);
}
