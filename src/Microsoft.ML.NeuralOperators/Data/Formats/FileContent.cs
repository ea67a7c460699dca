using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// The arrays of a file. One that cannot be read spoils only itself: whoever asks for it hears why.
/// </summary>
internal sealed class FileContent : IReadOnlyDictionary<string, NamedArray>
{
    private readonly Dictionary<string, NamedArray> _arrays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);

    /// <summary>Single numbers, texts and names of functions beside the arrays, as text, by their places.</summary>
    public Dictionary<string, string> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>Arrays that were not asked for.</summary>
    public List<string> Unread { get; } = [];

    /// <summary>Why arrays cannot be read, by their names.</summary>
    public IReadOnlyDictionary<string, string> Refused => _refused;

    public IEnumerable<string> Keys => _arrays.Keys;

    public IEnumerable<NamedArray> Values => _arrays.Values;

    public int Count => _arrays.Count;

    /// <exception cref="FormatException">The array cannot be read.</exception>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    public NamedArray this[string name] => _arrays.TryGetValue(name, out NamedArray? array) ? array
        : _refused.TryGetValue(name, out string? reason)
        ? throw new FormatException($"The array '{name}' cannot be read: {reason}.")
        : throw new KeyNotFoundException(
            $"There is no array '{name}'; there is {string.Join(", ", Values.Select(a => $"{a}").Concat(Unread))}.");

    /// <summary>Adds an array.</summary>
    public void Add(NamedArray array)
    {
        if (!_arrays.TryAdd(array.Name, array))
            throw new FormatException($"it has the array '{array.Name}' twice.");
    }

    /// <summary>Leaves an array out.</summary>
    public void Refuse(string name, string reason) => _refused.TryAdd(name, reason);

    /// <exception cref="FormatException">Nothing can be read; the text gives the first reason.</exception>
    public void RequireAny()
    {
        if (Count == 0 && Unread.Count == 0 && _refused.Count > 0)
            throw new FormatException(_refused.First().Value + ".");
    }

    public bool ContainsKey(string key) => _arrays.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out NamedArray value)
        => _arrays.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, NamedArray>> GetEnumerator() => _arrays.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
