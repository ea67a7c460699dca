using Microsoft.ML.NeuralOperators.Sphere;

namespace Microsoft.ML.NeuralOperators.Problems.Sphere;

/// <summary>
/// Transforms between fields on a grid of latitudes, north to south, and longitudes, twice as many, and the
/// coefficients of their spherical harmonics: Fourier transforms along the circles of latitude, products with Legendre
/// functions between them. Coefficients are [m, l, fields, 2], real and imaginary parts; those of negative order follow
/// from them, as fields are real.
/// </summary>
internal sealed class SphericalTransform
{
    private readonly int _degree, _latitudes;
    // Of values and of (1 - μ²) slopes, [m, latitudes, l].
    private readonly torch.Tensor _values, _slopes;

    /// <summary>Transforms for coefficients up to a degree.</summary>
    /// <param name="degree">Degrees and orders, from 0 to one less.</param>
    /// <param name="sines">Sines of the latitudes.</param>
    public SphericalTransform(int degree, double[] sines)
    {
        (_degree, _latitudes) = (degree, sines.Length);
        var table = new LegendreTable(degree, sines);
        _values = Tensor(table.Values).transpose(1, 2).contiguous();
        _slopes = Tensor(table.Slopes).transpose(1, 2).contiguous();

        torch.Tensor Tensor(double[] numbers) => numbers.ToTensor(null, degree, degree, sines.Length);
    }

    /// <summary>Fields [fields, latitudes, longitudes] of coefficients.</summary>
    public torch.Tensor Fields(torch.Tensor coefficients) => Circles(Product(_values, coefficients));

    /// <summary>Fields Σ (a P + b (1 - μ²) dP/dμ) e^{imλ}.</summary>
    public torch.Tensor Fields(torch.Tensor a, torch.Tensor b)
        => Circles(Product(_values, a).Add(Product(_slopes, b)));

    /// <summary>
    /// Fourier coefficients along the circles of latitude, times weights of the latitudes, [m, latitudes, fields, 2]:
    /// what <see cref="Project"/> takes.
    /// </summary>
    /// <param name="fields">[fields, latitudes, longitudes].</param>
    /// <param name="weights">[latitudes].</param>
    public torch.Tensor Waves(torch.Tensor fields, torch.Tensor weights)
    {
        torch.Tensor waves = torch.fft.rfft(fields).narrow(2, 0, _degree);
        return torch.view_as_real(waves).permute(2, 1, 0, 3).contiguous()
            .mul_(weights.reshape(1, _latitudes, 1, 1)).Scale(Math.PI / _latitudes);
    }

    /// <summary>Sums of such coefficients with P, or with (1 - μ²) dP/dμ, over the latitudes.</summary>
    public torch.Tensor Project(torch.Tensor waves, bool withSlopes = false)
    {
        long fields = waves.shape[2];
        torch.Tensor table = withSlopes ? _slopes : _values;
        return torch.bmm(table.transpose(1, 2), waves.reshape(_degree, _latitudes, 2 * fields))
            .reshape(_degree, _degree, fields, 2);
    }

    private torch.Tensor Product(torch.Tensor table, torch.Tensor coefficients)
        => torch.bmm(table, coefficients.reshape(_degree, _degree, -1));

    // Of [m, latitudes, fields·2].
    private torch.Tensor Circles(torch.Tensor waves)
    {
        torch.Tensor turned = waves.reshape(_degree, _latitudes, -1, 2).permute(2, 1, 0, 3).contiguous();
        return torch.fft.irfft(torch.view_as_complex(turned), 2 * _latitudes).Scale(2 * _latitudes);
    }
}
