namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// U-FNO (Wen, Li, Azizzadenesheli, Anandkumar, Benson 2022, arXiv:2109.03697), in one, two or three dimensions:
/// Fourier layers v ← σ(K v + W v), then layers with a U-Net beside the spectral convolution, v ← σ(K v + U v + W v),
/// the last one without σ. Parameter names are those of the Neural-Solver-Library.
/// </summary>
/// <remarks>
/// Good where smooth fields have sharp fronts, such as saturations of multiphase flow, for which it was made: modes
/// carry the field, the U-Nets the fronts. The U-Nets' weights belong to the spacing of the training grid, so it
/// serves other resolutions worse than <see cref="Fno"/>, and batch norms want batches of several samples. Inside a
/// U-Net, and there alone, the field is padded with zeros after its last point to a multiple of 2^(Scales-1).
/// </remarks>
public sealed class UFno : SpectralOperator
{
    private readonly Mlp _lifting;
    private readonly Part[] _parts;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public UFno(int inputChannels, int outputChannels, UFnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels;
        _lifting = Compose("preprocess",
            Mlp.Published(EmbeddedChannels, Mlp.Width(channels, options.LiftingRatio), channels));
        _parts = [.. Enumerable.Range(0, options.Layers).Select(i => new Part(
            Compose($"conv{i}", new SpectralConvolution(channels, channels, options.Modes, false, null,
                shape => new BlockWeight(shape))),
            Compose($"w{i}", new Linear(channels, channels)),
            i < options.Layers - options.UNetLayers ? null : UNet($"u_net{i}")))];
        _projection = Compose("",
            new Mlp(channels, Mlp.Width(channels, options.ProjectionRatio), outputChannels, first: "fc1", last: "fc2"));

        Func<Value, Value> UNet(string name)
        {
            if (options.IsPublished)
                return Compose(name, new SolverLibraryUNet(new()
                {
                    Dimensions = Dimensions,
                    InputChannels = inputChannels,
                    OutputChannels = outputChannels,
                    Channels = channels,
                    Normalization = options.Normalization,
                })).Multiscale;
            var scales = new SolverLibraryScales(Dimensions, channels, options.Scales, options.Normalization,
                options.Activation);
            return Compose(name, scales).ApplyPadded;
        }
    }

    /// <summary>The architecture.</summary>
    public UFnoOptions Options { get; }

    private protected override Value Lift(Value a) => _lifting.Apply(a);

    private protected override Value Layers(Value v)
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            Value y = _parts[i].Convolution.Apply(v) + _parts[i].Skip.Apply(v);
            if (_parts[i].UNet is { } net) y += net(v.GridLast()).GridFirst();
            v = i == _parts.Length - 1 ? y : Sampling.Apply(y, Functions.Gelu);
        }
        return v;
    }

    private protected override Value Project(Value v) => _projection.Apply(v);

    private sealed record Part(SpectralConvolution Convolution, Linear Skip, Func<Value, Value>? UNet);
}
