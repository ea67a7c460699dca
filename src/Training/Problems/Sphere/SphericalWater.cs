using Microsoft.ML.NeuralOperators.Sphere;

namespace Microsoft.ML.NeuralOperators.Problems.Sphere;

/// <summary>
/// The shallow-water equations on a rotating sphere in vorticity and divergence, by spherical harmonics: products on a
/// Gaussian grid, steps of Adams and Bashforth of third order, of which the first is Euler's, then a decay of the
/// smallest waves.
/// </summary>
internal sealed class SphericalWater : IEvolution
{
    private readonly SphericalTransform _transform, _output;
    private readonly double _radius, _decayTime;
    private readonly int _degree, _samples;
    // im and -l(l+1)/R² and one over it; f, the weights, and the weights over 1 - μ².
    private readonly torch.Tensor _orders, _laplacian, _inverse, _coriolis, _weights, _curved;
    private readonly Queue<torch.Tensor> _rates = new();
    private torch.Tensor _state;
    private double _step;

    /// <summary>States at time 0.</summary>
    /// <param name="state">
    /// Coefficients of geopotential, vorticity and divergence, [m, l, 3·samples, 2], field by field.
    /// </param>
    /// <param name="latitudes">Latitudes of the Gaussian grid.</param>
    /// <param name="output">Gives the fields that are kept.</param>
    /// <param name="options">The sphere.</param>
    /// <param name="decayTime">
    /// Seconds in which the smallest waves of vorticity and divergence decay to 1/e, as torch-harmonics has it.
    /// </param>
    public SphericalWater(torch.Tensor state, int latitudes, SphericalTransform output,
        SphericalShallowWaterOptions options, double decayTime = 7200)
    {
        (_state, _output) = (state, output);
        (_radius, _decayTime) = (options.Radius, decayTime);
        (_degree, _samples) = ((int)state.shape[0], (int)state.shape[2] / 3);
        (double[] sines, double[] weights) = GaussPoints.Of(latitudes);
        _transform = new SphericalTransform(_degree, sines);
        double[] eigenvalues = [.. Enumerable.Range(0, _degree).Select(l => -l * (l + 1) / (_radius * _radius))];
        _laplacian = eigenvalues.ToTensor(null, 1, _degree, 1, 1);
        _inverse = Array.ConvertAll(eigenvalues, e => e == 0 ? 0 : 1 / e).ToTensor(null, 1, _degree, 1, 1);
        _orders = Enumerable.Range(0, _degree).Select(m => (double)m).ToArray().ToTensor(null, _degree, 1, 1);
        _coriolis = Array.ConvertAll(sines, s => 2 * options.Rotation * s).ToTensor(null, latitudes, 1);
        _weights = weights.ToTensor(null, latitudes);
        _curved = weights.Zip(sines, (w, s) => w / (1 - s * s)).ToArray().ToTensor(null, latitudes);
    }

    public void Step(double time)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        // Slots are one step apart.
        if (_step != time) Forget();
        _step = time;
        torch.Tensor now = Rate().MoveToOuterDisposeScope();
        while (_rates.Count < 3) _rates.Enqueue(now);
        _rates.Enqueue(now);
        torch.Tensor dropped = _rates.Dequeue();
        torch.Tensor[] slots = [.. _rates];
        torch.Tensor next = _state.Plus(slots[2], 23 * time / 12).Add(slots[1], -16 * time / 12)
            .Add(slots[0], 5 * time / 12);
        double largest = (double)_degree * (_degree - 1);
        double[] decay = [.. Enumerable.Range(0, _degree)
            .Select(l => Math.Exp(-time / _decayTime * Math.Pow(l * (l + 1) / largest, 4)))];
        next.narrow(2, _samples, 2 * _samples).mul_(decay.ToTensor(null, 1, _degree, 1, 1));
        _state.Dispose();
        _state = next.MoveToOuterDisposeScope();
        if (!slots.Any(s => ReferenceEquals(s, dropped))) dropped.Dispose();
    }

    public torch.Tensor Values()
    {
        torch.Tensor fields = _output.Fields(_state);
        return fields.reshape(3, _samples, fields.shape[1], fields.shape[2]).transpose(0, 1);
    }

    private void Forget()
    {
        foreach (torch.Tensor rate in _rates.Distinct(ReferenceEqualityComparer.Instance).Cast<torch.Tensor>())
            rate.Dispose();
        _rates.Clear();
    }

    // Of geopotential, vorticity and divergence.
    private torch.Tensor Rate()
    {
        torch.Tensor spin = Part(_state, 1), spread = Part(_state, 2);
        torch.Tensor stream = spin * _inverse, potential = spread * _inverse;
        // cos φ times the velocity eastwards and northwards, u = (im χ P - ψ H)/R and v = (im ψ P + χ H)/R.
        torch.Tensor velocity = _transform.Fields(torch.cat([Along(potential), Along(stream)], 2),
            torch.cat([stream.neg(), potential], 2)).Scale(1 / _radius);
        torch.Tensor u = velocity.narrow(0, 0, _samples), v = velocity.narrow(0, _samples, _samples);
        torch.Tensor fields = _transform.Fields(_state.narrow(2, 0, 2 * _samples));
        torch.Tensor height = fields.narrow(0, 0, _samples),
            absolute = fields.narrow(0, _samples, _samples).Plus(_coriolis);
        // Fluxes of vorticity and of geopotential; ∇·(A, B) and k·∇×(A, B) by parts over the latitudes.
        torch.Tensor fluxes = _transform.Waves(torch.cat([absolute * u, absolute * v, height * u, height * v],
            0), _curved);
        torch.Tensor flat = _transform.Project(fluxes), steep = _transform.Project(fluxes, withSlopes: true);
        // |u|² is (u² + v²)/cos² φ.
        torch.Tensor energy = _transform.Project(_transform.Waves((u * u).Add(v * v).Scale(0.5), _curved));
        torch.Tensor spins = Divergence(flat, steep, 0).neg(), heights = Divergence(flat, steep, 2).neg();
        torch.Tensor curl = Along(Part(flat, 1)).Add(Part(steep, 0)).Scale(1 / _radius);
        torch.Tensor spreads = curl.sub_(_laplacian * Part(_state, 0).Plus(energy));
        return torch.cat([heights, spins, spreads], 2);
    }

    private torch.Tensor Divergence(torch.Tensor flat, torch.Tensor steep, int part)
        => Along(Part(flat, part)).sub_(Part(steep, part + 1)).Scale(1 / _radius);

    private torch.Tensor Part(torch.Tensor coefficients, int part) => coefficients.narrow(2, part * _samples, _samples);

    // im times a number.
    private torch.Tensor Along(torch.Tensor coefficients)
    {
        torch.Tensor real = coefficients.select(3, 0), imaginary = coefficients.select(3, 1);
        return torch.stack([(imaginary * _orders).neg_(), real * _orders], 3);
    }
}
