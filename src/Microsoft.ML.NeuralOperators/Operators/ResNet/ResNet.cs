namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A residual network of convolutions with pre-activation (He, Zhang, Ren, Sun 2016, arXiv:1603.05027), in one, two or
/// three dimensions and on any grid: a strong simple baseline, for roll-outs above all. Information travels a few cells
/// in a layer, and its weights belong to the spacing of the training grid.
/// </summary>
public sealed class ResNet : GridOperator
{
    private readonly GridConvolution _lifting;
    private readonly Block[] _blocks;
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
        _lifting = Compose("lifting", Convolution(inputChannels, options.Channels));
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => new Block(
            Norm($"blocks.{i}.norm1"), Compose($"blocks.{i}.conv1", Convolution(options.Channels, options.Channels)),
            Norm($"blocks.{i}.norm2"), Compose($"blocks.{i}.conv2", Convolution(options.Channels, options.Channels))))];
        _projection = Compose("projection", Convolution(options.Channels, outputChannels));

        GridConvolution Convolution(int from, int to)
            => new(options.Dimensions, from, to, options.Kernel, options.Boundary, hasBias: true);

        Func<Value, Value> Norm(string name) => options.Normalization == Normalization.None ? Identity
            : Compose(name, GroupNormalization.Of(options.Normalization, options.Channels,
                FieldLayout.ChannelsFirst)).Apply;
    }

    /// <summary>The architecture.</summary>
    public ResNetOptions Options { get; }

    // v ← lift(a), v ← v + K₂ σ(norm(K₁ σ(norm(v)))), u = project(σ(v)).
    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value v = _lifting.Apply(a);
        foreach (Block block in _blocks)
            v += block.Second.Apply(Activate(block.SecondNorm(block.First.Apply(Activate(block.FirstNorm(v))))));
        Value u = _projection.Apply(Activate(v));
        return Options.HasOutputResidual ? u + a.LastChannels(Output.Channels) : u;

        Value Activate(Value value) => Options.Activation.Apply(value);
    }

    private sealed record Block(Func<Value, Value> FirstNorm, GridConvolution First, Func<Value, Value> SecondNorm,
        GridConvolution Second);
}
