using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Weights;

/// <summary>The arrays of a saved model, by the names the program that saved it used.</summary>
internal sealed class StateDictionary
{
    // What wrappers prepend to all names: this project's reference files, data-parallel modules, training checkpoints.
    private static readonly string[] Prefixes =
        ["state.", "module.", "model.", "model_state_dict.", "state_dict.", "sd."];
    // Steps that PyTorch's batch norms count and no forward pass uses.
    private const string StepCounter = ".num_batches_tracked";
    private readonly Dictionary<string, NamedArray> _arrays;
    private readonly PublishedArguments _arguments;
    private readonly IReadOnlyDictionary<string, string> _notes;

    private StateDictionary(Dictionary<string, NamedArray> arrays, PublishedArguments arguments,
        IReadOnlyDictionary<string, string> notes) => (_arrays, _arguments, _notes) = (arrays, arguments, notes);

    public IEnumerable<string> Names => _arrays.Keys;

    public NamedArray this[string name] => _arrays.TryGetValue(name, out NamedArray? array) ? array
        : throw new FormatException($"the checkpoint has no parameter '{name}'.");

    public NamedArray? Find(string name) => _arrays.GetValueOrDefault(name);

    /// <summary>
    /// What the file says beside the weights, such as the domain padding in neuraloperator's metadata; null for
    /// nothing.
    /// </summary>
    public string? Note(string place)
        => _notes.FirstOrDefault(note => note.Key == place
            || note.Key.EndsWith("." + place, StringComparison.Ordinal)).Value;

    /// <summary>How many parts are numbered after a prefix, such as "blocks."; 0 for none.</summary>
    /// <exception cref="FormatException">
    /// A number between 0 and the largest is missing: one name would otherwise decide the size of everything.
    /// </exception>
    public int Count(string prefix)
    {
        var numbers = new HashSet<int>();
        foreach (string name in Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
            if (int.TryParse(name[prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture,
                out int number)) numbers.Add(number);
        int missing = Enumerable.Range(0, numbers.Count).FirstOrDefault(n => !numbers.Contains(n), -1);
        return missing < 0 ? numbers.Count
            : throw new FormatException($"the checkpoint has '{prefix}{numbers.Max()}', but no '{prefix}{missing}'.");
    }

    /// <summary>
    /// Arguments of the program that saved the weights: as given, or as a text "config" in the file says.
    /// </summary>
    public PublishedArguments Arguments => _arguments;

    public static StateDictionary Read(string path, IReadOnlyDictionary<string, object>? arguments = null,
        ReadLimits? limits = null)
    {
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path, limits ?? ReadLimits.Weights);
        var known = new PublishedArguments(arrays.GetValueOrDefault("config")?.Text, arguments);
        IEnumerable<(string Name, NamedArray Array)> entries = arrays.Where(e => e.Value.Text is null)
            .Select(e => (e.Key, e.Value));
        for (bool isWrapped = true; isWrapped;)
        {
            isWrapped = false;
            foreach (string prefix in Prefixes)
            {
                (string Name, NamedArray Array)[] inner =
                    [.. entries.Where(e => e.Name.StartsWith(prefix, StringComparison.Ordinal))];
                if (inner.Length == 0) continue;
                entries = [.. inner.Select(e => (e.Name[prefix.Length..], e.Array))];
                isWrapped = true;
            }
        }
        entries = entries.Where(e => !e.Name.EndsWith(StepCounter, StringComparison.Ordinal));
        var named = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        foreach (var (name, array) in entries)
            if (!named.TryAdd(name, array with { Shape = new PublishedShape(name, array.Shape) }))
                throw new FormatException($"'{path}': the parameter '{name}' is there with and without a prefix.");
        return new StateDictionary(named, known,
            arrays is FileContent { Notes: var notes } ? notes : new Dictionary<string, string>());
    }
}
