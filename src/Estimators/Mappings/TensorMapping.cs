using Microsoft.ML.NeuralOperators.Augmentation;

namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>Scalar coefficients as multiples of the unit tensor.</summary>
internal sealed class TensorMapping(string output, string input, int dimensions) : FieldMapping
{
    public override string Output => output;

    public override IReadOnlyList<(string Role, string Name)> Inputs => [("coefficient", input)];

    public override BoundMapping Bind(DataViewSchema schema)
    {
        FieldColumn scalar = FieldColumn.Find(schema, "coefficient", input, dimensions);
        if (scalar.Mean is { } mean)
            throw new ArgumentOutOfRangeException("inputSchema",
                $"Column '{input}' has anomalies from {Anomalies.Text(mean)}; entries off the diagonal have no such "
                + $"mean. "
                + "Read the column without subtracting it.");
        int entries = dimensions * (dimensions + 1) / 2;
        return new Bound(scalar, scalar with { Name = output, Channels = checked(entries * scalar.Channels) },
            entries, [.. Enumerable.Range(0, dimensions).Select(i => FieldQuantity.TensorChannel(i, i, dimensions))]);
    }

    private sealed class Bound(FieldColumn scalar, FieldColumn tensor, int entries, int[] diagonal)
        : BoundMapping([scalar], tensor)
    {
        public override float[] Run(IReadOnlyList<float[]> values, int[] cells)
        {
            FieldColumn coefficient = Inputs[0];
            int points = coefficient.Length / coefficient.Channels;
            var result = new float[Output.Length];
            for (int channel = 0; channel < coefficient.Channels; channel++)
                foreach (int entry in diagonal)
                    values[0].AsSpan(channel * points, points)
                        .CopyTo(result.AsSpan((channel * entries + entry) * points));
            return result;
        }
    }
}
