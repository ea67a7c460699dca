using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// An operator between fields given at the same points, whether they make a grid or a point set. What it does with the
/// features of the points is the architecture's own.
/// </summary>
/// <remarks>
/// On a grid the input is "input" [batch, channels, grid…]. On a point set the inputs are "points" [batch, coordinates,
/// points]; "parameters" [batch, parameters], where there are any; "input" [batch, channels, points], where there is
/// one; and a mask where samples differ in their number of points. The output is given at the same points.
/// </remarks>
public abstract class MeshOperator : NeuralOperator
{
    private readonly MeshFields _fields;
    private readonly MeshPositions? _positions;

    private protected MeshOperator(MeshFields fields, MeshOperatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Rules.Require(options, nameof(options), fields.Faults().Concat(fields.Coordinates is null
            ? options.Faults(fields.InputChannels, fields.OutputChannels) : []));
        _fields = fields;
        _positions = fields.Coordinates is { } coordinates
            ? MeshPositions.OnPoints(coordinates, options.ReferencePoints)
            : options.HasGridEmbedding || options.ReferencePoints > 0
            ? MeshPositions.OnGrid(options.Dimensions, options.ReferencePoints) : null;
        Inputs = [.. fields.Inputs(options.Axes)];
        Output = fields.Output(options.Axes);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public sealed override FieldPort Output { get; }

    /// <summary>
    /// How many grid axes the projections convolve along. 0, for linear projections, on point sets and where the
    /// options turn convolution off.
    /// </summary>
    private protected int ConvolutionAxes(SliceOperatorOptions options)
        => _fields.Coordinates is null && options.HasConvolution ? options.Dimensions : 0;

    /// <summary>Channels of a point's position and values together.</summary>
    private protected int FeatureChannels => (_positions?.Channels ?? 0) + _fields.ValueChannels;

    /// <summary>The forward pass: [batch, points, position and values] → [batch, points, out].</summary>
    /// <param name="features">Position and values of every point, the position first.</param>
    /// <param name="parameters">Global parameters [batch, 1, parameters], or null.</param>
    /// <param name="mesh">Where the points are.</param>
    private protected abstract Value Forward(Value features, Value? parameters, MeshPoints mesh);

    /// <inheritdoc/>
    public sealed override Value Forward(IReadOnlyList<Value> inputs)
        => _fields.Coordinates is { } coordinates ? OnPoints(inputs, coordinates) : OnGrid(inputs[0].ChannelsLast());

    // [batch, grid…, channels] → [batch, out, grid…]
    private Value OnGrid(Value x)
    {
        Shape grid = x.Shape.Range(1, x.Rank - 1);
        if (_positions is not null)
        {
            Value places = x.Interpreter.Table($"positions {grid} {_positions.Channels}",
                () => _positions.Apply(PointCoordinates.Of(x.Interpreter, grid)));
            x = Value.Concat(-1, places.Expand([x.Shape[0], .. grid, _positions.Channels]), x);
        }
        Value y = Forward(x.AsPoints(), null, new MeshPoints(grid));
        return y.Reshape([x.Shape[0], .. grid, _fields.OutputChannels]).ChannelsFirst();
    }

    private Value OnPoints(IReadOnlyList<Value> inputs, int coordinates)
    {
        Value first = Named(_fields.HasCoordinatesInInput ? "input" : MeshFields.Points)!.Transpose(0, 2, 1);
        var parts = new List<Value> { _positions!.Apply(first.Slice(-1, 0, coordinates)) };
        if (_fields.HasCoordinatesInInput)
        {
            if (_fields.ValueChannels > 0) parts.Add(first.Slice(-1, coordinates, _fields.ValueChannels));
        }
        else if (_fields.InputChannels > 0)
            parts.Add(Named("input")!.Transpose(0, 2, 1));
        Value? parameters = Named("parameters");
        parameters = parameters?.Reshape(parameters.Shape[0], 1, _fields.Parameters);
        return Forward(Value.Concat(-1, parts), parameters, new MeshPoints(null, Named($"{MeshFields.Points}_mask")))
            .Transpose(0, 2, 1);

        Value? Named(string name)
            => Inputs.Index().FirstOrDefault(port => port.Item.Name == name) is (var at, { }) ? inputs[at] : null;
    }
}
