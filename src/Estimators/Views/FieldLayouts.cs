using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// What the axes of arrays are, by their names: n samples, t frames, c channels, all others axes of the grid.
/// </summary>
internal sealed class FieldLayouts
{
    private const string Samples = "n", Frames = "t", Channels = "c", Parts = "re, im";
    private readonly Dictionary<string, string[]> _columns = new(StringComparer.Ordinal);
    private string[]? _others;

    private FieldLayouts()
    {
    }

    /// <summary>Reads "n x y t", or "a: n x y; u: n x y t".</summary>
    /// <exception cref="ArgumentOutOfRangeException">It makes no sense; the text says why.</exception>
    public static FieldLayouts Parse(string text)
    {
        var layouts = new FieldLayouts();
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = part.LastIndexOf(':');
            string[] axes = part[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!axes.Contains(Samples))
                throw Fault("has no axis n for the samples");
            if (axes.FirstOrDefault(axis => axes.Count(a => a == axis) > 1) is { } twice)
                throw Fault($"has the axis {twice} twice");
            if (colon < 0 ? layouts._others is not null : !layouts._columns.TryAdd(part[..colon].Trim(), axes))
                throw Fault("comes after another one for the same columns");
            if (colon < 0) layouts._others = axes;

            ArgumentOutOfRangeException Fault(string what)
                => new("layout", $"The layout '{part}' {what}; expected names of axes such as \"n x y t\".");
        }
        return layouts._others is null && layouts._columns.Count == 0
            ? throw new ArgumentOutOfRangeException(nameof(text), "The layout names no axes.") : layouts;
    }

    /// <summary>The axes of a column; null where nothing is said of it.</summary>
    public string[]? Of(string column) => _columns.GetValueOrDefault(column, _others!);

    /// <summary>The array as [samples, frames · channels · real and imaginary part, grid…].</summary>
    /// <param name="axes">Its axes; null leaves a real array as it is.</param>
    /// <param name="array">The array.</param>
    /// <param name="path">Its file, for errors.</param>
    public static NamedArray Apply(string[]? axes, NamedArray array, string path)
    {
        if (axes is null && !array.IsComplex) return array;
        int rank = array.Shape.Count - (array.IsComplex ? 1 : 0);
        axes ??= [Samples, .. Enumerable.Range(1, rank - 1).Select(axis => $"{axis}")];
        if (axes.Length != rank)
            throw new ArgumentOutOfRangeException("layout",
                $"'{path}': the array {array} has {rank} axes; the layout '{string.Join(' ', axes)}' names "
                + $"{axes.Length}.");
        string[] names = array.IsComplex ? [.. axes, Parts] : axes;
        string[] leading = [Samples, Frames, Channels, Parts];
        int[] order = [.. leading.Select(name => Array.IndexOf(names, name)).Where(axis => axis >= 0),
            .. Enumerable.Range(0, names.Length).Where(axis => !leading.Contains(names[axis]))];
        int[] shape = [.. order.Select(axis => array.Shape[axis])];
        int first = names.Count(leading.Contains);
        int[] merged = first == 1 ? shape
            : [shape[0], shape[1..first].Aggregate((product, n) => product * n), .. shape[first..]];
        return new NamedArray(array.Name, merged, Permute(array, order));
    }

    // Numbers with the axes in another order.
    private static float[] Permute(NamedArray array, int[] order)
    {
        var strides = new long[order.Length];
        for (long axis = order.Length - 1, step = 1; axis >= 0; step *= array.Shape[(int)axis--]) strides[axis] = step;
        var values = new float[array.Values.Length];
        StridedArray.Pack<float>(array.Values, values, [.. order.Select(axis => (long)array.Shape[axis])],
            [.. order.Select(axis => strides[axis])]);
        return values;
    }
}
