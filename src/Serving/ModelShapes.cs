using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>From the sizes of a field to those of its prediction, by the names that the model gives its axes.</summary>
internal sealed class ModelShapes
{
    private readonly string _input;
    private readonly string[] _given, _made;

    /// <exception cref="NotSupportedException">
    /// The model has several inputs, or axes that only its output has.
    /// </exception>
    public ModelShapes(OnnxModelInfo info)
    {
        if (info.Inputs.Count != 1)
            throw new NotSupportedException($"The model has {info.Inputs.Count} inputs; only models of one field are "
                + "served.");
        // The first axis is the batch.
        (_input, _given) = (info.Inputs.Keys.First(), [.. info.Inputs.Values.First().Skip(1)]);
        _made = [.. info.Outputs.Values.First().Skip(1)];
        if (_made.FirstOrDefault(axis => !IsNumber(axis, out _) && !_given.Contains(axis)) is { } odd)
            throw new NotSupportedException($"The model's output has an axis '{odd}' that its input lacks.");
    }

    /// <summary>The prediction's sizes [channels, grid…].</summary>
    /// <param name="sizes">The field's, [channels, grid…].</param>
    /// <exception cref="ArgumentException">
    /// The model does not take such fields; the text says which it takes.
    /// </exception>
    public int[] Output(ReadOnlySpan<int> sizes)
    {
        bool fits = sizes.Length == _given.Length;
        for (int i = 0; fits && i < sizes.Length; i++)
            fits = sizes[i] > 0 && (!IsNumber(_given[i], out int size) || size == sizes[i]);
        // Axes of one name have one size.
        for (int i = 0; fits && i < sizes.Length; i++)
            fits = sizes[i] == sizes[Array.IndexOf(_given, _given[i])] || IsNumber(_given[i], out _);
        if (!fits)
            throw new ArgumentException($"The field has the shape [{string.Join(", ", sizes.ToArray())}]; the model's "
                + $"input '{_input}' takes [{string.Join(", ", _given)}].", nameof(sizes));
        var output = new int[_made.Length];
        for (int i = 0; i < output.Length; i++)
            if (!IsNumber(_made[i], out output[i])) output[i] = sizes[Array.IndexOf(_given, _made[i])];
        return output;
    }

    /// <summary>The numbers of a field; those of more than 2⁶² are as many as that.</summary>
    public static long Count(ReadOnlySpan<int> sizes)
    {
        const long Most = 1L << 62;
        long count = 1;
        foreach (int size in sizes) count = size > 0 && count > Most / size ? Most : count * size;
        return count;
    }

    private static bool IsNumber(string text, out int number)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
