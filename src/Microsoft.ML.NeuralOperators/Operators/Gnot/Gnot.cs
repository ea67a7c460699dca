namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// GNOT, the general neural operator transformer (Hao et al. 2023, arXiv:2302.14376): from several functions on meshes
/// of their own, and global parameters, to a function at query points. Every query point attends to all functions at
/// linear cost, and experts gated by the geometry treat regions differently.
/// </summary>
/// <remarks>
/// Inputs: "points" [batch, coordinates, points]; "parameters" [batch, parameters] where there are any; "function0", …
/// [batch, channels, own points or "points"]; and a mask for every point set where samples differ in size. Output
/// [batch, channels, points]. The order of points matters nowhere: outputs follow their points, whatever the others'
/// order.
/// </remarks>
public sealed class Gnot : NeuralOperator
{
    private const string ParametersName = "parameters";
    private readonly IReadOnlyList<InputFunction> _functions;
    private readonly Mlp _trunk;
    private readonly Mlp[] _branches;
    private readonly GnotBlock[] _blocks;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="coordinates">Coordinates of a query point.</param>
    /// <param name="parameters">Global parameters of a sample, seen at every query point; 0 for none.</param>
    /// <param name="functions">The functions that are read, at least one.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="hasMasks">
    /// Whether the operator takes a mask for every point set, so that samples of different sizes can be padded. The
    /// published program has none, and its padding leaks into its attention.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Gnot(int coordinates, int parameters, IReadOnlyList<InputFunction> functions, int outputChannels,
        GnotOptions? options = null, bool hasMasks = false)
    {
        ArgumentNullException.ThrowIfNull(functions);
        if (functions.Count == 0)
            throw new ArgumentException("There are no input functions; expected at least one.", nameof(functions));
        Options = options = Rules.Require(options ?? new());
        _functions = functions;
        GridAxis points = GridAxis.Points("points", allowsPadding: hasMasks);
        GridAxis[] axes = [.. functions.Select((f, i) => f.IsAtPoints ? points
            : GridAxis.Points(NameOf(i), allowsPadding: hasMasks))];
        var inputs = new List<FieldPort> { new("points", coordinates, [points]) };
        if (parameters > 0) inputs.Add(new FieldPort(ParametersName, parameters, []));
        inputs.AddRange(functions.Select((f, i) => new FieldPort(NameOf(i), f.Channels, [axes[i]])));
        if (hasMasks)
            inputs.AddRange(axes.Prepend(points).Distinct().Select(axis => FieldPort.Mask(MaskOf(axis.Name), axis)));
        Inputs = inputs;
        Output = new FieldPort("output", outputChannels, [points]);

        int channels = options.Channels;
        _trunk = Compose("trunk_mlp", Mlp.Published(coordinates + parameters, channels, channels, options.MlpLayers));
        _branches = [.. functions.Select((f, i) => Compose($"branch_mlps.{i}",
            Mlp.Published(f.Channels + (f.IsAtPoints ? coordinates : 0), channels, channels, options.MlpLayers)))];
        _blocks = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"blocks.{i}", new GnotBlock(channels, options.Heads,
            channels * options.MlpRatio, options.Experts, coordinates, functions.Count)))];
        _projection = Compose("out_mlp", Mlp.Published(channels, channels, outputChannels, options.MlpLayers));
    }

    /// <summary>The architecture.</summary>
    public GnotOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    // x = trunk(y, θ), zᵢ = branchᵢ(fᵢ); every block: x attends to all zᵢ, then to itself; u = project(x).
    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value y = Field(PointFields.OutputAxis)!.Transpose(0, 2, 1);
        Value x = _trunk.Apply(Field(ParametersName) is { } parameters
            ? Value.Concat(-1, y, ExpandToPoints(parameters, y)) : y);
        PointSource[] sources = [.. _functions.Select((f, i) =>
        {
            Value values = Field(NameOf(i))!.Transpose(0, 2, 1);
            return new PointSource(_branches[i].Apply(f.IsAtPoints ? Value.Concat(-1, y, values) : values),
                Field(MaskOf(f.IsAtPoints ? PointFields.OutputAxis : NameOf(i))));
        })];
        Value? mask = Field(MaskOf(PointFields.OutputAxis));
        foreach (GnotBlock block in _blocks) x = block.Apply(new PointSource(x, mask), sources, y);
        return _projection.Apply(x).Transpose(0, 2, 1);

        Value? Field(string name)
            => Inputs.Index().FirstOrDefault(port => port.Item.Name == name) is (var at, { }) ? inputs[at] : null;
    }

    private static string NameOf(int function) => $"function{function}";

    private static string MaskOf(string points) => $"{points}_mask";

    // [batch, parameters] → [batch, points, parameters]
    private static Value ExpandToPoints(Value parameters, Value points)
    {
        Dim batch = parameters.Shape[0], count = parameters.Shape[1];
        return parameters.Reshape(batch, 1, count).Expand(batch, points.Shape[1], count);
    }
}
