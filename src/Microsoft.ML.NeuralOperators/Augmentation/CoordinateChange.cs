namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>Fields in the coordinates of a map.</summary>
internal sealed class CoordinateChange(BoundMaps maps, MappedPoint[] points) : FieldChange
{
    public override void Apply(int field, ReadOnlySpan<float> source, Span<float> destination)
    {
        double[] prepared = maps.Sampler.Prepare(source);
        int channels = maps.Fields[field].Channels;
        double[] values = new double[channels], changed = new double[channels];
        for (int i = 0; i < points.Length; i++)
        {
            maps.Sampler.At(prepared, points[i].Image, values);
            foreach (var (quantity, first) in maps.Places[field])
                points[i].Change(quantity, values.AsSpan(first), changed.AsSpan(first));
            for (int channel = 0; channel < channels; channel++)
                destination[channel * points.Length + i] = (float)changed[channel];
        }
    }
}
