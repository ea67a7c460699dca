namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// Shapes with a channel or an axis too many, and shapes that differ in a size they have in common. Who refuses them
/// says what was expected and what came.
/// </summary>
internal static class WrongShapes
{
    /// <summary>A channel and an axis too many.</summary>
    public static IEnumerable<long[]> Of(long[] shape) => [[shape[0], shape[1] + 1, .. shape[2..]], [.. shape, 2]];

    /// <summary>Requires that wrong shapes of every field are refused, the others being right.</summary>
    /// <param name="sizes">What the shapes of all fields stand for: names of open sizes, numbers of bound ones.</param>
    /// <param name="shapes">Right shapes.</param>
    /// <param name="expected">What the refusal says of the field.</param>
    /// <param name="run">Takes a shape for every field.</param>
    public static void Require(string[][] sizes, long[][] shapes, Func<int, string> expected, Action<long[][]> run)
    {
        for (int i = 0; i < shapes.Length; i++)
        {
            foreach (long[] wrong in Of(shapes[i])) Refuse(i, wrong, expected(i));
            foreach (var (name, wrong) in Single(sizes, i, shapes[i])) Refuse(i, wrong, $"'{name}'");
        }

        void Refuse(int field, long[] wrong, string text)
            => Refuses<InvalidOperationException>(
                () => run([.. shapes.Select((shape, i) => i == field ? wrong : shape)]), text, Text(wrong));
    }

    /// <summary>Requires an exception that names the expected and the actual shape.</summary>
    public static void Refuses<T>(Action action, string expected, string actual)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T error)
        {
            InvariantException.Require(error.Message.Contains(expected, StringComparison.Ordinal)
                && error.Message.Contains(actual, StringComparison.Ordinal),
                $"The refusal of {actual} does not name it and '{expected}': {error.Message}");
            return;
        }
        throw new InvariantException($"The shape {actual} is taken where {expected} is expected");
    }

    /// <summary>A shape in brackets.</summary>
    public static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";

    // One where another field has many: what arithmetic would spread without a word.
    private static IEnumerable<(string Name, long[] Wrong)> Single(string[][] sizes, int field, long[] shape)
    {
        for (int axis = 0; axis < shape.Length; axis++)
            if (shape[axis] > 1 && !char.IsDigit(sizes[field][axis][0]) && sizes.Where((_, other) => other != field)
                .Any(other => other.Contains(sizes[field][axis])))
                yield return (sizes[field][axis], [.. shape[..axis], 1, .. shape[(axis + 1)..]]);
    }
}
