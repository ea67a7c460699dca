using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Factorized;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.General;

/// <summary>
/// The GNOT of the Python library Neural-Solver-Library (github.com/thuml/Neural-Solver-Library), by whose names its weights are
/// read: one function, given at the query points. The input [batch, channels, points] holds coordinates and values as channels.
/// </summary>
/// <remarks>
/// It differs from the authors' <see cref="GeneralTransformer"/>: every block starts from the same features of the coordinates,
/// and attends to what the block before it gave, the first to the features of the function.
/// </remarks>
public sealed class LibraryTransformer : NeuralOperator
{
    private readonly PublishedMlp _trunk;
    private readonly PublishedMlp _branch;
    private readonly ParameterDeclaration _shift;
    private readonly GeneralTransformerBlock[] _blocks;
    private readonly PointwiseLinear _hidden;
    private readonly PointwiseLinear _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public LibraryTransformer(LibraryTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        if (faults.Length > 0) throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
        Options = options;
        GridAxis points = GridAxis.Points("points", allowsPadding: options.HasMask);
        var input = new FieldPort("input", options.Coordinates + options.FunctionChannels, [points]);
        Inputs = options.HasMask ? [input, FieldPort.Mask("points_mask", points)] : [input];
        Output = new FieldPort("output", options.OutputChannels, [points]);
        int channels = options.Channels;
        _shift = Declare("placeholder", [channels], Initializer.FanIn((long)channels * channels));
        _trunk = Compose("preprocess_x", new PublishedMlp(options.Coordinates, 2 * channels, channels));
        _branch = Compose("preprocess_z", new PublishedMlp(input.Channels, 2 * channels, channels));
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"blocks.{i}", new GeneralTransformerBlock(channels, options.Heads,
            channels * options.ExpertRatio, options.Experts, options.Coordinates, null)))];
        _hidden = Compose("fc1", new PointwiseLinear(channels, 2 * channels));
        _projection = Compose("fc2", new PointwiseLinear(2 * channels, options.OutputChannels));
    }

    /// <summary>The architecture.</summary>
    public LibraryTransformerOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value? mask = Options.HasMask ? inputs[1] : null;
        Value input = inputs[0].Transpose(0, 2, 1), points = input.Slice(-1, 0, Options.Coordinates);
        Value z = _branch.Apply(input) + input.Bind(_shift);
        var x = new PointSource(_trunk.Apply(points), mask);
        foreach (GeneralTransformerBlock block in _blocks) z = block.Apply(x, [new PointSource(z, mask)], points);
        return _projection.Apply(_hidden.Apply(z).Map(UnaryFunction.Gelu)).Transpose(0, 2, 1);
    }
}
