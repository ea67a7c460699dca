using Microsoft.ML.NeuralOperators.Augmentation;

namespace Microsoft.ML.NeuralOperators.Tests.Augmentation;

/// <summary>Runs an augmentation on one row.</summary>
internal static class Augmenting
{
    /// <summary>The copies of a row: for each the fields, in the order given.</summary>
    public static IReadOnlyList<float[][]> Copies(this FieldAugmentation augmentation, int[] grid, int seed,
        params float[][] fields)
    {
        BoundAugmentation bound = augmentation.Bind([.. augmentation.Rules().Zip(fields,
            (rule, field) => new AugmentedField(rule.Column, field.Length / Size(grid), grid))]);
        return [.. bound.Draw(new Random(seed)).Select(change => fields.Select((field, i) =>
        {
            var changed = new float[field.Length];
            change.Apply(i, field, changed);
            return changed;
        }).ToArray())];
    }

    public static float[] Single(IEnumerable<double> values) => [.. values.Select(v => (float)v)];

    /// <summary>The largest difference over the largest number.</summary>
    public static double Distance(IEnumerable<double> expected, IEnumerable<float> actual)
        => expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / expected.Max(Math.Abs);

    private static int Size(int[] grid) => grid.Aggregate(1, (a, b) => a * b);
}
