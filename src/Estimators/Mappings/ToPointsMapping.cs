using Microsoft.ML.NeuralOperators.Geometry;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>Fields on a grid as fields at scattered points.</summary>
internal sealed class ToPointsMapping : FieldMapping
{
    // Coordinates in single precision may be a little outside.
    private const double Slack = 1e-6;

    private readonly string _field;
    private readonly string _points;
    private readonly GridInterpolationOptions _options;

    public ToPointsMapping(string output, string field, string points, GridInterpolationOptions options)
    {
        (Output, _field, _points, _options) = (output, field, points, options);
        Rules.Require(options);
    }

    public override string Output { get; }

    public override IReadOnlyList<(string Role, string Name)> Inputs => [("field", _field), ("point", _points)];

    public override BoundMapping Bind(DataViewSchema schema)
    {
        FieldColumn field = FieldColumn.Find(schema, "field", _field, _options.Dimensions);
        FieldColumn points = FieldColumn.FindPoints(schema, "point", _points, _options.Dimensions,
            new PointAxis("points"));
        if (points.Channels != _options.Dimensions)
            throw FieldColumn.Mismatch("point", _points, $"{_options.Dimensions} coordinates, as the grid has axes",
                $"{points.Channels} of {schema[_points].Type}");
        var sampler = new GridSampler(field.Grid, _options.Placement, _options.Kind);
        if (sampler.Fault() is { } fault)
            throw new ArgumentOutOfRangeException("inputSchema", $"Field column '{_field}': {fault}");
        return new Bound(_options, sampler, field, points,
            points with { Name = Output, Channels = field.Channels, Mean = field.Mean });
    }

    private sealed class Bound(GridInterpolationOptions options, GridSampler sampler, FieldColumn field,
        FieldColumn points, FieldColumn output)
        : BoundMapping([field, points], output)
    {
        public override float[] Run(IReadOnlyList<float[]> values, int[] cells)
        {
            int axes = options.Dimensions, channels = Inputs[0].Channels;
            double[] places = Scaled(PointCloud.Transposed(values[1], axes, "points"));
            double[] prepared = sampler.Prepare(values[0]), numbers = new double[channels];
            int count = places.Length / axes;
            var result = new float[channels * count];
            for (int i = 0; i < count; i++)
            {
                sampler.At(prepared, places.AsSpan(i * axes, axes), numbers);
                for (int channel = 0; channel < channels; channel++)
                    result[channel * count + i] = (float)numbers[channel];
            }
            return result;
        }

        // Coordinates of the box become those of the unit box.
        private double[] Scaled(double[] places)
        {
            int axes = options.Dimensions;
            GridBox box = GridBox.Of(options.Lower, options.Upper, axes);
            for (int i = 0; i < places.Length; i++)
            {
                int axis = i % axes;
                double x = (places[i] - box.Lower[axis]) / (box.Upper[axis] - box.Lower[axis]);
                if (options.Placement != PointPlacement.Periodic && x is < -Slack or > 1 + Slack)
                    throw new ArgumentException($"Coordinate {axis} of point {i / axes} is {places[i]}, outside the "
                        + $"grid's box from {box.Lower[axis]} to {box.Upper[axis]}. Lower and Upper say where the grid "
                        + "is.");
                places[i] = x;
            }
            return places;
        }
    }
}
