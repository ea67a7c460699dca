using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// The arrays of a file. One that cannot be read spoils only itself: whoever asks for it hears why.
/// </summary>
/// <param name="request">What is wanted; null for everything.</param>
internal sealed class FileContent(ReadRequest? request = null) : IReadOnlyDictionary<string, NamedArray>
{
    private readonly ReadRequest _request = request ?? ReadRequest.Everything;
    private long _kept;
    private readonly Dictionary<string, NamedArray> _arrays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);

    /// <summary>Single numbers, texts and names of functions beside the arrays, as text, by their places.</summary>
    public Dictionary<string, string> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>Arrays that were not asked for.</summary>
    public List<string> Unread { get; } = [];

    /// <summary>Arrays that are too large to keep, by their names.</summary>
    public Dictionary<string, StreamedArray> Streamed { get; } = new(StringComparer.Ordinal);

    /// <summary>All arrays that can be read, in the file's order.</summary>
    public List<string> Names { get; } = [];

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
            $"There is no array '{name}'; there is {string.Join(", ", Names.Select(Text).Concat(Unread))}.");

    /// <summary>Adds an array.</summary>
    public void Add(NamedArray array)
    {
        if (!_arrays.TryAdd(array.Name, array))
            throw new FormatException($"it has the array '{array.Name}' twice.");
        Names.Add(array.Name);
    }

    /// <summary>Adds an array that stays in the file.</summary>
    public void Add(StreamedArray array)
    {
        if (_arrays.ContainsKey(array.Name) || !Streamed.TryAdd(array.Name, array))
            throw new FormatException($"it has the array '{array.Name}' twice.");
        Names.Add(array.Name);
    }

    /// <summary>Name and sizes of an array.</summary>
    public string Text(string name)
        => Streamed.TryGetValue(name, out StreamedArray? left) ? $"{left}" : $"{this[name]}";

    /// <summary>Axes of an array, without that of real and imaginary parts.</summary>
    public int Rank(string name) => Streamed.TryGetValue(name, out StreamedArray? left) ? left.Shape.Count
        : this[name] is var array && array.IsComplex ? array.Shape.Count - 1 : this[name].Shape.Count;

    /// <summary>Whether some arrays may be left in the file.</summary>
    public bool IsSelective => _request != ReadRequest.Everything;

    /// <summary>Whether an array is wanted; one that is not is listed as <see cref="Unread"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes.</param>
    public bool Wants(string name, IEnumerable<long> shape)
    {
        if (_request.Wants(name)) return true;
        Unread.Add($"{name} [{string.Join(", ", shape)}]");
        return false;
    }

    /// <summary>
    /// Whether an array of so many numbers is to stay in its file, since there is no more room for it; asked once for
    /// each.
    /// </summary>
    public bool Streams(long numbers)
    {
        if (numbers > _request.KeptNumbers - _kept) return true;
        _kept += numbers;
        return false;
    }

    /// <summary>Arrays from whose numbers something was subtracted.</summary>
    public HashSet<string> Shifted { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// What the numbers of an array go through: what the file says, less what is to be subtracted from them.
    /// </summary>
    /// <param name="name">The array.</param>
    /// <param name="own">What the file says, or null.</param>
    public NumberPacking? Packing(string name, NumberPacking? own = null)
    {
        if (!_request.Shifts.TryGetValue(name, out double shift)) return own;
        Shifted.Add(name);
        return own is null ? new NumberPacking(1, -shift, []) : own with { Offset = own.Offset - shift };
    }

    /// <summary>Leaves an array out.</summary>
    public void Refuse(string name, string reason) => _refused.TryAdd(name, reason);

    /// <exception cref="FormatException">Nothing can be read; the text gives the first reason.</exception>
    public void RequireAny()
    {
        if (Count == 0 && Streamed.Count == 0 && Unread.Count == 0 && _refused.Count > 0)
            throw new FormatException(_refused.First().Value + ".");
    }

    public bool ContainsKey(string key) => _arrays.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out NamedArray value)
        => _arrays.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, NamedArray>> GetEnumerator() => _arrays.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
