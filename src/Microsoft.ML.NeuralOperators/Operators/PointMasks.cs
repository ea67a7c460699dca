namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Makes the masks of samples with different numbers of points: 1 at the points a sample has, 0 after them.
/// </summary>
internal static class PointMasks
{
    /// <summary>
    /// One field for every port of an operator, in order: the data's, and the masks that the operator takes.
    /// </summary>
    public static FieldSamples[] Complete(NeuralOperator definition, FieldDataset data)
    {
        var fields = new FieldSamples[definition.Inputs.Count];
        for (int i = 0, next = 0; i < fields.Length; i++)
            if (!definition.Inputs[i].IsMask) fields[i] = data.Inputs[next++];
        for (int i = 0; i < fields.Length; i++)
        {
            if (!definition.Inputs[i].IsMask) continue;
            string axis = definition.Inputs[i].Axes[^1].Name;
            int source = Enumerable.Range(0, fields.Length).FirstOrDefault(
                j => !definition.Inputs[j].IsMask && definition.Inputs[j].Axes.Count > 0
                && definition.Inputs[j].Axes[^1].Name == axis, -1);
            if (source < 0)
                throw new InvalidOperationException($"The mask '{definition.Inputs[i].Name}' is of the axis '{axis}', "
                    + "which no field has.");
            fields[i] = Of(fields[source], definition.Inputs[i].Name);
        }
        return fields;
    }

    /// <summary>The mask [count, 1, points] of a field whose last axis is a point set.</summary>
    public static FieldSamples Of(FieldSamples field, string name)
    {
        int points = field.Grid[^1];
        var values = new float[checked(field.Count * points)];
        for (int sample = 0; sample < field.Count; sample++)
            values.AsSpan(sample * points, field.PointsOf(sample)).Fill(1);
        return new FieldSamples(name, 1, [points], values);
    }
}
