using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// NUNO, the non-uniform neural operator (Liu, Hao, Ying, Su, Cheng, Zhu 2023, arXiv:2305.18694): a k-d tree splits the
/// domain into boxes in which the points are about evenly dense, the points' values are averaged onto a small grid in
/// each box, an operator on grids maps these grids, as channels of one grid, and its output is read at the points.
/// </summary>
/// <remarks>
/// Inputs: "points" [batch, coordinates, points], "input" [batch, channels, points] where there are functions, and a
/// mask where samples differ in their number of points. Output [batch, channels, points]. Rows share the boxes, but may
/// have different points. Where the authors interpolate on triangles, values are averaged with Gaussian weights and
/// read back linearly, both as matrix products, so that points are ordinary inputs of the exported graph. The order of
/// points does not matter.
/// </remarks>
public sealed class Nuno : NeuralOperator
{
    private const string InputName = "input";
    private readonly NeuralOperator _inner;
    private readonly NunoGrids _grids;
    private readonly int _functionChannels;
    private readonly bool _hasDensity;

    internal Nuno(int coordinates, int functionChannels, int outputChannels, NunoDomains domains,
        NunoOptions options, bool hasMask)
    {
        Options = Rules.Require(options);
        (_functionChannels, _hasDensity) = (functionChannels, options.HasDensity || functionChannels == 0);
        int boxes = domains.Boxes.Count, channels = functionChannels + (_hasDensity ? 1 : 0);
        GridAxis axis = GridAxis.Points(PointFields.OutputAxis, allowsPadding: hasMask);
        var inputs = new List<FieldPort> { new(PointFields.OutputAxis, coordinates, [axis]) { IsNormalized = false } };
        if (functionChannels > 0) inputs.Add(new(InputName, functionChannels, [axis]));
        if (hasMask) inputs.Add(FieldPort.Mask($"{PointFields.OutputAxis}_mask", axis));
        Inputs = inputs;
        Output = new FieldPort("output", outputChannels, [axis]);
        _grids = Compose("grids", new NunoGrids(domains, options.Bandwidth));
        _inner = Compose("inner", options.Inner.Define(boxes * channels, boxes * outputChannels));
    }

    /// <summary>The architecture.</summary>
    public NunoOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value points = inputs[0].Transpose(0, 2, 1);
        Value? mask = Inputs[^1].IsMask ? inputs[^1].Transpose(0, 2, 1) : null;
        NunoPlaces places = _grids.Places(points);
        Value fields = _grids.ToGrids(places, _functionChannels > 0 ? inputs[1].Transpose(0, 2, 1) : null, mask,
            _hasDensity);
        return _grids.ToPoints(places, _inner.Forward([fields]), Output.Channels).Transpose(0, 2, 1);
    }
}
