namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The maps between the points of a <see cref="Nuno"/> and the grids of its sub-domains: weighted means of points onto
/// the grids, linear interpolation back, both as products with one matrix for each axis.
/// </summary>
internal sealed class NunoGrids : Layer
{
    // Keeps means finite where no point is near.
    private const double Tiny = 1e-30;
    private readonly int[] _grid;
    private readonly int _boxes, _axes;
    private readonly ParameterDeclaration _scale, _offset, _lower, _upper, _steepness;

    /// <summary>Declares what turns coordinates into steps of each grid.</summary>
    /// <param name="domains">The sub-domains.</param>
    /// <param name="bandwidth">Standard deviation of the Gaussian weights over the distance between points.</param>
    public NunoGrids(NunoDomains domains, double bandwidth)
    {
        (_grid, _boxes, _axes) = (domains.Grid, domains.Boxes.Count, domains.Grid.Length);
        var scale = new float[_boxes * _axes * _axes];
        float[] offset = new float[_boxes * _axes], lower = new float[offset.Length], upper = new float[offset.Length],
            steepness = new float[offset.Length];
        double[] low = Outermost(b => b.Lower, Enumerable.Min), high = Outermost(b => b.Upper, Enumerable.Max);
        for (int b = 0; b < _boxes; b++)
            for (int a = 0; a < _axes; a++)
            {
                SubDomain box = domains.Boxes[b];
                int at = b * _axes + a, from = domains.Axes[b][a];
                double steps = (_grid[a] - 1) / box.Length(from);
                scale[(b * _axes + from) * _axes + a] = (float)steps;
                offset[at] = (float)(-box.Lower[from] * steps);
                // 1/(2σ²) in steps.
                double width = Math.Max(bandwidth * domains.Spacing[b][a], 0.3);
                steepness[at] = (float)(0.5 / (width * width));
                // The outermost boxes reach to infinity.
                lower[at] = box.Lower[a] <= low[a] ? float.MinValue : (float)box.Lower[a];
                upper[at] = box.Upper[a] >= high[a] ? float.MaxValue : (float)box.Upper[a];
            }
        _scale = DeclareBuffer("scale", [_boxes, _axes, _axes], new Initializer.Given(scale));
        _offset = DeclareBuffer("offset", [_boxes, 1, _axes], new Initializer.Given(offset));
        _steepness = DeclareBuffer("steepness", [_boxes, 1, _axes], new Initializer.Given(steepness));
        _lower = DeclareBuffer("lower", [_boxes, 1, _axes], new Initializer.Given(lower));
        _upper = DeclareBuffer("upper", [_boxes, 1, _axes], new Initializer.Given(upper));

        double[] Outermost(Func<SubDomain, double[]> corner, Func<IEnumerable<double>, double> most)
            => [.. Enumerable.Range(0, _axes).Select(axis => most(domains.Boxes.Select(b => corner(b)[axis])))];
    }

    /// <summary>Where points [batch, points, coordinates] are.</summary>
    public NunoPlaces Places(Value points)
    {
        Value x = points.Reshape(points.Shape[0], 1, points.Shape[1], _axes);
        Value steps = x.MatMul(points.Bind(_scale)) + points.Bind(_offset);
        // 1 where a point is in a box: not below its lower corner, and below its upper one.
        Value inside = points.Bind(_lower).With(BinaryFunction.LessOrEqual, x)
            * (-points.Bind(_upper).With(BinaryFunction.LessOrEqual, x) + 1);
        Value isIn = inside.Slice(3, 0, 1);
        for (int axis = 1; axis < _axes; axis++) isIn *= inside.Slice(3, axis, 1);
        return new(steps, isIn);
    }

    /// <summary>Values [batch, points, channels] → fields [batch, boxes·channels, grid…].</summary>
    /// <param name="places">Where the points are.</param>
    /// <param name="values">The values; null where the points are the only input.</param>
    /// <param name="mask">1 at points, 0 at padding, [batch, points, 1]; null without padding.</param>
    /// <param name="hasDensity">Whether the sums of the weights are the last channel of every box.</param>
    public Value ToGrids(NunoPlaces places, Value? values, Value? mask, bool hasDensity)
    {
        Shape shape = places.Steps.Shape;
        Dim batch = shape[0], points = shape[2];
        Interpreter interpreter = places.Steps.Interpreter;
        Value ones = mask ?? interpreter.Table($"one of {batch} {points}",
            () => interpreter.Constant([1], 1, 1, 1).Expand(batch, points, 1));
        Value carried = values is null ? ones : Value.Concat(-1, mask is null ? values : values * mask, ones);
        int channels = (int)carried.Shape[2].Value;
        // [batch, boxes, points, grid of the later axes·channels], the last axis first.
        Value rest = carried.Reshape(batch, 1, points, channels);
        long length = channels;
        for (int axis = _axes - 1; axis > 0; axis--)
        {
            rest = Bell(places, axis).Reshape(batch, _boxes, points, _grid[axis], 1)
                * rest.Reshape(batch, rest.Shape[1], points, 1, length);
            rest = rest.Reshape(batch, _boxes, points, length *= _grid[axis]);
        }
        Value sums = Bell(places, 0).SwapLast().MatMul(rest).Reshape([batch, _boxes, .. Sizes, channels]);
        Value weights = sums.Slice(-1, channels - 1, 1);
        Value fields = channels == 1 ? weights : sums.Slice(-1, 0, channels - 1) / (weights + Tiny);
        if (hasDensity && channels > 1) fields = Value.Concat(-1, fields, weights);
        int kept = (int)fields.Shape[-1].Value;
        return fields.Transpose([0, 1, _axes + 2, .. Enumerable.Range(2, _axes)])
            .Reshape([batch, (long)_boxes * kept, .. Sizes]);
    }

    /// <summary>
    /// Fields [batch, boxes·channels, grid…] → values [batch, points, channels], each of the point's box.
    /// </summary>
    public Value ToPoints(NunoPlaces places, Value fields, int channels)
    {
        Dim batch = fields.Shape[0], points = places.Steps.Shape[2];
        long length = _grid.Skip(1).Aggregate((long)channels, (product, size) => product * size);
        Value values = fields.Reshape([batch, _boxes, channels, .. Sizes])
            .Transpose([0, 1, .. Enumerable.Range(3, _axes), 2]).Reshape(batch, _boxes, _grid[0], length);
        values = Hat(places, 0).MatMul(values);
        for (int axis = 1; axis < _axes; axis++)
        {
            length /= _grid[axis];
            values = (values.Reshape(batch, _boxes, points, _grid[axis], length)
                * Hat(places, axis).Reshape(batch, _boxes, points, _grid[axis], 1)).Reduce(Reduction.Sum, 3)
                .Reshape(batch, _boxes, points, length);
        }
        return (values * places.IsIn).Reduce(Reduction.Sum, 1).Reshape(batch, points, channels);
    }

    private IEnumerable<Dim> Sizes => _grid.Select(size => (Dim)size);

    // e^{-d²/2σ²} of the distances to the grid's points along an axis, [batch, boxes, points, size].
    private Value Bell(NunoPlaces places, int axis)
    {
        Value distance = places.Steps.Slice(3, axis, 1) - Numbers(places, axis);
        return (-(distance * distance) * distance.Bind(_steepness).Slice(2, axis, 1)).Exp();
    }

    // max(0, 1 - d): linear between two points of the grid, constant beyond its ends.
    private Value Hat(NunoPlaces places, int axis)
        => (-(places.Steps.Slice(3, axis, 1).Clamp(0, _grid[axis] - 1) - Numbers(places, axis)).Abs() + 1).Relu();

    private Value Numbers(NunoPlaces places, int axis)
        => places.Steps.Interpreter.Table($"numbers {_grid[axis]}",
            () => places.Steps.Interpreter.Sequence(_grid[axis]));
}

/// <summary>Where points are in every sub-domain.</summary>
/// <param name="Steps">Coordinates in steps of each grid, [batch, boxes, points, axes].</param>
/// <param name="IsIn">1 in the box that the point is in, 0 elsewhere, [batch, boxes, points, 1].</param>
internal sealed record NunoPlaces(Value Steps, Value IsIn);
