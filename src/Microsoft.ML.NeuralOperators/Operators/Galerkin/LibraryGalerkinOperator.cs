using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Galerkin;

/// <summary>
/// The Galerkin transformer in the form of the Python library Neural-Solver-Library (Galerkin_Transformer), whose weights load by
/// their names: pointwise lifting of positions and values, blocks with layer norms in front, no regressor. It serves every grid.
/// </summary>
public sealed class LibraryGalerkinOperator : GridOperator
{
    private readonly ChannelMlp _lifting;
    private readonly ParameterDeclaration _placeholder;
    private readonly LibraryGalerkinBlock[] _blocks;
    private readonly LayerNormalization _outputNorm;
    private readonly PointwiseLinear _output;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public LibraryGalerkinOperator(LibraryGalerkinOperatorOptions options)
        : base(Valid(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        Options = options;
        int channels = options.HiddenChannels;
        _placeholder = Declare("placeholder", [channels], new Initializer.UniformAboveZero(1.0 / channels));
        _lifting = Compose("preprocess", new ChannelMlp(options.InputChannels, 2 * channels, channels, first: "linear_pre.0", second: "linear_post"));
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"blocks.{i}", new LibraryGalerkinBlock(options)))];
        string last = $"blocks.{options.Layers - 1}";
        _outputNorm = Compose($"{last}.ln_3", new LayerNormalization(channels));
        _output = Compose($"{last}.mlp2", new PointwiseLinear(channels, options.OutputChannels));
    }

    /// <summary>The architecture.</summary>
    public LibraryGalerkinOperatorOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        int axes = Dimensions;
        Dim[] grid = [.. x.Shape.Skip(2)];
        Value points = x.Reshape(x.Shape[0], x.Shape[1], x.Shape.Product(2, x.Rank)).Transpose(0, 2, 1);
        Value u = _lifting.Apply(points) + x.Bind(_placeholder);
        foreach (LibraryGalerkinBlock block in _blocks) u = block.Apply(u);
        return _output.Apply(_outputNorm.Apply(u)).Transpose(0, 2, 1).Reshape([x.Shape[0], Options.OutputChannels, .. grid]);
    }

    private static LibraryGalerkinOperatorOptions Valid(LibraryGalerkinOperatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        return faults.Length == 0 ? options : throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
    }
}
