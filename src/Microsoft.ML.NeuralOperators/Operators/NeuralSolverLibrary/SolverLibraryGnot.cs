using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The GNOT of the Python library Neural-Solver-Library (github.com/thuml/Neural-Solver-Library), by whose names its
/// weights are read: one function, given at the query points. The input [batch, channels, points] holds coordinates and
/// values as channels.
/// </summary>
/// <remarks>
/// It differs from the authors' <see cref="Gnot"/>: every block starts from the same features of the coordinates,
/// and attends to what the block before it gave, the first to the features of the function.
/// </remarks>
internal sealed class SolverLibraryGnot : NeuralOperator
{
    private readonly Mlp _trunk;
    private readonly Mlp _branch;
    private readonly ParameterDeclaration _shift;
    private readonly GnotBlock[] _blocks;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public SolverLibraryGnot(SolverLibraryGnotOptions options)
    {
        Options = Rules.Require(options);
        GridAxis points = GridAxis.Points("points", allowsPadding: options.HasMask);
        var input = new FieldPort("input", options.InputChannels, [points]);
        Inputs = options.HasMask ? [input, FieldPort.Mask("points_mask", points)] : [input];
        Output = new FieldPort("output", options.OutputChannels, [points]);
        int channels = options.Channels;
        _shift = Declare("placeholder", [channels], Initializer.FanIn((long)channels * channels));
        _trunk = Compose("preprocess_x", Mlp.Published(options.Coordinates, 2 * channels, channels));
        _branch = Compose("preprocess_z", Mlp.Published(input.Channels, 2 * channels, channels));
        _blocks = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"blocks.{i}", new GnotBlock(channels, options.Heads,
            options.MlpChannels, options.Experts, options.Coordinates, null)))];
        _projection = Compose("",
            new Mlp(channels, 2 * channels, options.OutputChannels, first: "fc1", last: "fc2"));
    }

    /// <summary>The architecture.</summary>
    public SolverLibraryGnotOptions Options { get; }

    public override IReadOnlyList<FieldPort> Inputs { get; }

    public override FieldPort Output { get; }

    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value? mask = Options.HasMask ? inputs[1] : null;
        Value input = inputs[0].Transpose(0, 2, 1), points = input.Slice(-1, 0, Options.Coordinates);
        Value z = _branch.Apply(input) + input.Bind(_shift);
        var x = new PointSource(_trunk.Apply(points), mask);
        foreach (GnotBlock block in _blocks) z = block.Apply(x, [new PointSource(z, mask)], points);
        return _projection.Apply(z).Transpose(0, 2, 1);
    }
}

/// <summary>The sizes of a <see cref="SolverLibraryGnot"/>, as its weights tell them.</summary>
internal sealed record SolverLibraryGnotOptions : SolverLibraryOptions
{
    /// <summary>Coordinates of a point: the first channels of the input.</summary>
    [Range(1, Limits.Width)]
    public int Coordinates { get; init; } = 2;

    /// <summary>Experts of each group.</summary>
    [Range(1, Limits.Depth)]
    public int Experts { get; init; } = 3;

    /// <summary>Whether the operator takes a mask, which the library does not have.</summary>
    public bool HasMask { get; init; }
}
