namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// SineNet (Zhang, Helwig, Lin, Xie, Fu, Wojtowytsch, Ji 2024, arXiv:2403.19507), in one, two or three dimensions and
/// on any grid: small U-shaped networks one after the other, the waves, each adding its part to the field, v ← v +
/// U(v). What a skip connection carries over belongs to nearly the same time as what it meets.
/// </summary>
/// <remarks>
/// <para>
/// Good at fluids that move far within a step, where the skips of one U-Net carry features to places that the flow has
/// left. Its weights belong to the spacing of the training grid, as those of <see cref="UNet"/>.
/// </para>
/// <para>
/// The published program interpolates with cubic polynomials on the way up, whose overshoots its own text warns of;
/// here they are linear, and continue by the boundary condition. Grids need not be multiples of a power of two.
/// </para>
/// <para>
/// <see cref="Checkpoint.Load(string, IReadOnlyDictionary{string, object}?, ReadLimits?)"/> reads the weights of that
/// program, sinenet_dual of divelab/AIRS, and then interpolates as it does, on grids of multiples of 2^levels; a
/// field's channels are those of all its times. The weights do not say <c>padding_mode</c>, <c>activation</c>,
/// <c>wave_residual</c>, <c>avg_pool</c> and <c>interpolation_mode</c>, which are asked for.
/// </para>
/// </remarks>
public sealed class SineNet : GridOperator
{
    private readonly GridConvolution _lifting;
    private readonly SineWave[] _waves;
    private readonly GridConvolution _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public SineNet(int inputChannels, int outputChannels, SineNetOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        _lifting = Compose("image_proj",
            new GridConvolution(options.Boundaries, inputChannels, options.Channels, 3, hasBias: true));
        _waves = [.. Enumerable.Range(0, options.Waves).Select(i => Compose("", new SineWave(options, i)))];
        _projection = Compose("final",
            new GridConvolution(options.Boundaries, options.Channels, outputChannels, 3, hasBias: true));
    }

    /// <summary>The architecture.</summary>
    public SineNetOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value v = _lifting.Apply(a);
        foreach (SineWave wave in _waves) v = wave.Apply(v);
        Value u = _projection.Apply(v);
        return Options.HasOutputResidual ? u + a.LastChannels(Output.Channels) : u;
    }
}
