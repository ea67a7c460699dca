using System.Collections;

namespace Microsoft.ML.NeuralOperators.Weights;

/// <summary>
/// The sizes of a parameter in a checkpoint: architectures ask for axes that a damaged file may not have.
/// </summary>
internal sealed class PublishedShape(string parameter, IReadOnlyList<int> sizes) : IReadOnlyList<int>
{
    public int Count => sizes.Count;

    /// <exception cref="FormatException">There is no such axis; the text names the parameter.</exception>
    public int this[int axis] => axis >= 0 && axis < sizes.Count ? sizes[axis]
        : throw new FormatException($"the parameter '{parameter}' has the shape [{string.Join(", ", sizes)}]; expected "
        + $"at least {axis + 1} axes.");

    public IEnumerator<int> GetEnumerator() => sizes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
