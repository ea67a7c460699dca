using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// The columns that a model reads, as torch and ONNX Runtime take them: all rows one after the other, the batch first
/// in the shape. Rows with fewer points than others are filled up with zeros; so are their masks.
/// </summary>
internal static class FieldBatch
{
    public static (float[] Values, long[] Shape)[] Read(IDataView rows, OnnxModelInfo model)
        => [.. model.Inputs.Select(input =>
    {
        float[][] values = [.. rows.GetColumn<float[]>(input.Key)];
        var type = (VectorDataViewType)rows.Schema[input.Key].Type;
        if (type.IsKnownSize)
            return (values.SelectMany(v => v).ToArray(),
                (long[])[values.Length, .. type.Dimensions.Select(d => (long)d)]);
        int channels = int.Parse(input.Value[1], CultureInfo.InvariantCulture),
            points = values.Max(v => v.Length) / channels;
        return (values.SelectMany(row => row.Chunk(row.Length / channels))
            .SelectMany(channel => channel.Concat(new float[points - channel.Length])).ToArray(),
            [values.Length, channels, points]);
    })];
}
