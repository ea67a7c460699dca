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
        (FieldPort Port, FieldSamples Field)[] read =
            [.. definition.Inputs.Where(port => !port.IsMask).Zip(data.Inputs)];
        return [.. definition.Inputs.Select(port => port.IsMask ? Of(Masked(port), port.Name)
            : read.First(r => r.Port == port).Field)];

        FieldSamples Masked(FieldPort mask) => read.FirstOrDefault(
            r => r.Port.Axes.Count > 0 && r.Port.Axes[^1].Name == mask.Axes[^1].Name).Field
            ?? throw new InvalidOperationException($"The mask '{mask.Name}' is of the axis '{mask.Axes[^1].Name}', "
                + "which no field has.");
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
