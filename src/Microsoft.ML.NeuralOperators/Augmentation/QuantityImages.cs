namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>What a symmetry does to the channels of a quantity.</summary>
internal static class QuantityImages
{
    /// <summary>For each channel of a quantity's image the channel that it comes from, and its sign.</summary>
    /// <param name="quantity">The quantity.</param>
    /// <param name="symmetry">The symmetry.</param>
    /// <param name="axes">The axes of space.</param>
    public static IEnumerable<(int From, int Sign)> Channels(FieldQuantity quantity, GridSymmetry symmetry,
        IReadOnlyList<int> axes)
    {
        int d = axes.Count, turn = symmetry.Determinant;
        int[] places = [.. axes];
        if (quantity.Word == "scalar") return [(0, 1)];
        if (quantity.Word == "pseudoscalar") return [(0, turn)];
        if (quantity.Word == "tensor")
            return from i in Enumerable.Range(0, d)
                   from j in Enumerable.Range(i, d - i)
                   select (FieldQuantity.TensorChannel(From(i), From(j), d), Sign(i) * Sign(j));
        int[] components = quantity.Components(d);
        int whole = quantity.Word == "pseudovector" ? turn : 1;
        return components.Select(axis => (Array.IndexOf(components, From(axis)), whole * Sign(axis)));

        int From(int axis) => Array.IndexOf(places, symmetry.From[places[axis]]);
        int Sign(int axis) => symmetry.IsReversed[places[axis]] ? -1 : 1;
    }
}
