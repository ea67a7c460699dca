using System.Numerics;
using static System.Numerics.Complex;

namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// û' = Lû + N(û) with a diagonal L, for any equation whose linear part is one factor for each wave: exponential time
/// differencing of fourth order (Cox and Matthews 2002, Journal of Computational Physics 176). The linear part is exact
/// whatever the step, so that only N bounds it.
/// </summary>
/// <remarks>
/// Cox and Matthews' coefficients are combinations of φ₁, φ₂ and φ₃, which <see cref="Phi"/> takes without the
/// cancellation that Kassam and Trefethen (2005, SIAM Journal on Scientific Computing 26) avoid by integrals.
/// </remarks>
/// <param name="linear">L of every wave.</param>
/// <param name="shape">Shape of L: that of the spectra, or one that is repeated over them.</param>
/// <param name="rate">N: a complex spectrum for a complex spectrum.</param>
internal sealed class ExponentialStepper(Complex[] linear, long[] shape, Func<torch.Tensor, torch.Tensor> rate)
    : IStepper
{
    private readonly bool _isReal = linear.All(l => l.Imaginary == 0);
    private double _step;
    private Coefficients? _coefficients;

    /// <inheritdoc/>
    public torch.Tensor Step(torch.Tensor spectrum, double step)
    {
        Coefficients c = Of(step);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor u = Open(spectrum), nu = Open(rate(spectrum));
        torch.Tensor half = c.Half * u, a = (c.Rate * nu).Add(half);
        torch.Tensor na = Open(rate(Close(a))), b = half.AddProduct(c.Rate, na);
        torch.Tensor nb = Open(rate(Close(b)));
        torch.Tensor far = (c.Half * a).AddProduct(c.Rate, nb, 2).AddProduct(c.Rate, nu, -1);
        torch.Tensor nc = Open(rate(Close(far)));
        torch.Tensor next = (c.Whole * u).AddProduct(c.First, nu).AddProduct(c.Middle, na.Add(nb))
            .AddProduct(c.Last, nc);
        return Close(next).MoveToOuterDisposeScope();
    }

    // Numbers that are real multiply the parts of complex ones without becoming complex themselves.
    private torch.Tensor Open(torch.Tensor spectrum) => _isReal ? torch.view_as_real(spectrum) : spectrum;

    private torch.Tensor Close(torch.Tensor opened) => _isReal ? torch.view_as_complex(opened) : opened;

    private Coefficients Of(double step)
    {
        if (_coefficients is { } kept && _step == step) return kept;
        int n = linear.Length;
        Complex[] half = new Complex[n], whole = new Complex[n], stage = new Complex[n], first = new Complex[n],
            middle = new Complex[n], last = new Complex[n];
        for (int i = 0; i < n; i++)
        {
            Complex z = step * linear[i];
            (half[i], whole[i]) = (Exp(z / 2), Exp(z));
            stage[i] = step / 2 * Phi(z / 2).One;
            (Complex one, Complex two, Complex three) = Phi(z);
            first[i] = step * (one - 3 * two + 4 * three);
            middle[i] = step * (2 * two - 4 * three);
            last[i] = step * (4 * three - two);
        }
        _step = step;
        return _coefficients = new Coefficients(Factor(half), Factor(whole), Factor(stage), Factor(first),
            Factor(middle), Factor(last));
    }

    /// <summary>
    /// φ₁, φ₂ and φ₃ of the exponential integrators: φₖ(z) = Σ zʲ/(j + k)!, summed near zero, and from φₖ₋₁ elsewhere.
    /// </summary>
    public static (Complex One, Complex Two, Complex Three) Phi(Complex z)
    {
        if (Abs(z) >= 1)
        {
            Complex one = (Exp(z) - 1) / z, two = (one - 1) / z;
            return (one, two, (two - 0.5) / z);
        }
        const int Terms = 20;
        Complex sum = Zero;
        // Horner's scheme for φ₃, 1/3!·(1 + z/4·(1 + z/5·(…))).
        for (int j = Terms; j > 3; j--) sum = z / j * (1 + sum);
        Complex third = (1 + sum) / 6, second = 0.5 + z * third;
        return (1 + z * second, second, third);
    }

    private torch.Tensor Factor(Complex[] values)
    {
        // Real ones twice, for the real and the imaginary part.
        var parts = new double[2 * values.Length];
        for (int i = 0; i < values.Length; i++)
            (parts[2 * i], parts[2 * i + 1]) = (values[i].Real, _isReal ? values[i].Real : values[i].Imaginary);
        torch.Tensor factor = parts.ToTensor(null, [.. shape, 2]);
        return _isReal ? factor : torch.view_as_complex(factor);
    }

    private sealed record Coefficients(torch.Tensor Half, torch.Tensor Whole, torch.Tensor Rate, torch.Tensor First,
        torch.Tensor Middle, torch.Tensor Last);
}
