using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>From the sizes of a request to those of its answer, by the names that the model gives its axes.</summary>
internal sealed class ModelShapes
{
    private readonly string _input;
    private readonly IReadOnlyList<string> _given, _made;

    /// <exception cref="NotSupportedException">The model has several inputs.</exception>
    public ModelShapes(OnnxModelInfo info)
    {
        if (info.Inputs.Count != 1)
            throw new NotSupportedException($"The model has {info.Inputs.Count} inputs; only models of one field are "
                + "served.");
        (_input, _given) = info.Inputs.First();
        _made = info.Outputs.First().Value;
    }

    /// <summary>The answer's sizes [channels, grid…].</summary>
    /// <param name="sizes">The request's, [channels, grid…].</param>
    /// <exception cref="ArgumentException">The model does not take such fields; the text says which it takes.</exception>
    public int[] Answer(ReadOnlySpan<int> sizes)
    {
        bool fits = sizes.Length == _given.Count - 1;
        for (int i = 0; fits && i < sizes.Length; i++)
            fits = sizes[i] > 0 && (!IsNumber(_given[i + 1], out int size) || size == sizes[i]);
        if (!fits)
            throw new ArgumentException($"The field has the shape [{string.Join(", ", sizes.ToArray())}]; the model's "
                + $"input '{_input}' takes [{string.Join(", ", _given.Skip(1))}].", nameof(sizes));
        var answer = new int[_made.Count - 1];
        for (int i = 0; i < answer.Length; i++)
        {
            string name = _made[i + 1];
            if (IsNumber(name, out answer[i])) continue;
            int axis = _given.ToList().IndexOf(name);
            answer[i] = axis > 0 ? sizes[axis - 1]
                : throw new NotSupportedException($"The model's output has an axis '{name}' that its input lacks.");
        }
        return answer;
    }

    private static bool IsNumber(string text, out int number)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
