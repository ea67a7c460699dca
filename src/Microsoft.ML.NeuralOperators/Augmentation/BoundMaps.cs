namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>Random coordinates for fields on one grid.</summary>
internal sealed class BoundMaps : BoundAugmentation
{
    private readonly CovarianceAugmentation _options;
    private readonly int[] _grid;

    public BoundMaps(CovarianceAugmentation options, IReadOnlyList<FieldRule> rules,
        IReadOnlyList<AugmentedField> fields, int[] grid) : base(fields)
    {
        (_options, _grid) = (options, grid);
        Sampler = new GridSampler(grid, options.Placement, options.Interpolation);
        if (Sampler.Fault() is { } fault) throw new ArgumentException($"Column '{fields[0].Name}': {fault}.");
        foreach (var (rule, field) in rules.Zip(fields))
            if (rule.Quantities.Any(q => q.Word == "tensor") && field.Channels == 1 && grid.Length > 1)
                throw new ArgumentException($"Column '{field.Name}' has one channel; a coefficient in other "
                    + $"coordinates is a symmetric tensor with {grid.Length * (grid.Length + 1) / 2}. Make tensors of "
                    + "it first, by operators.ToTensor.");
        Places = [.. rules.Zip(fields, (rule, field) => rule.Place(field, grid.Length))];
    }

    public override int Copies => _options.Copies;

    public GridSampler Sampler { get; }

    public IReadOnlyList<(FieldQuantity Quantity, int Channel)>[] Places { get; }

    public override IEnumerable<FieldChange> Draw(Random random)
    {
        for (int copy = 0; copy < Copies; copy++)
            yield return new CoordinateChange(this, Points(new CoordinateMap(_options, random)));
    }

    private MappedPoint[] Points(CoordinateMap map)
    {
        int d = _grid.Length;
        var points = new MappedPoint[_grid.Aggregate(1, (a, b) => a * b)];
        double[] lengths = [.. _options.Lengths ?? [.. Enumerable.Repeat(1.0, d)]];
        Span<double> point = stackalloc double[d];
        for (int i = 0; i < points.Length; i++)
        {
            for (int axis = d - 1, rest = i; axis >= 0; rest /= _grid[axis--])
                point[axis] = GridSampler.Coordinate(_options.Placement, rest % _grid[axis], _grid[axis]);
            double[] image = new double[d], jacobian = new double[d * d];
            map.At(point, image, jacobian);
            for (int k = 0; k < jacobian.Length; k++) jacobian[k] *= lengths[k / d] / lengths[k % d];
            points[i] = new MappedPoint(image, jacobian);
        }
        return points;
    }
}
