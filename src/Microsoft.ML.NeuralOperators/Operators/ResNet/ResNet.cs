namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A residual network of convolutions with pre-activation (He, Zhang, Ren, Sun 2016, arXiv:1603.05027), in one, two or
/// three dimensions and on any grid: a strong simple baseline, for roll-outs above all. Information travels a few cells
/// in a layer, farther with <see cref="ResNetOptions.Dilations"/>, and its weights belong to the spacing of the
/// training grid.
/// </summary>
public sealed class ResNet : GridOperator
{
    private readonly GridConvolution _lifting;
    private readonly ResidualBlock[] _blocks;
    private readonly GridConvolution _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public ResNet(int inputChannels, int outputChannels, ResNetOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        var form = new ResidualForm(options.Boundaries, options.Kernel, options.Normalization, options.Activation)
        {
            IsAffine = false,
        };
        _lifting = Compose("lifting", Convolution(inputChannels, options.Channels));
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"blocks.{i}",
            new ResidualBlock(form, options.Channels, options.Channels, options.Dilations)))];
        _projection = Compose("projection", Convolution(options.Channels, outputChannels));

        GridConvolution Convolution(int from, int to)
            => new(options.Boundaries, from, to, options.Kernel, hasBias: true);
    }

    /// <summary>The architecture.</summary>
    public ResNetOptions Options { get; }

    // v ← lift(a), v ← v + K₂ σ(norm(K₁ σ(norm(v)))), u = project(σ(v)).
    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value v = _lifting.Apply(a);
        foreach (ResidualBlock block in _blocks) v = block.Apply(v);
        Value u = _projection.Apply(Options.Activation.Apply(v));
        return Options.HasOutputResidual ? u + a.LastChannels(Output.Channels) : u;
    }
}
