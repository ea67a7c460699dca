using Microsoft.ML.NeuralOperators.Fields;

namespace Microsoft.ML.NeuralOperators.Checkpoints;

/// <summary>The arrays of a saved model, by the names the program that saved it used.</summary>
internal sealed class StateDictionary
{
    // What wrappers put in front of all names: this project's reference files, data-parallel modules, training checkpoints.
    private static readonly string[] Prefixes = ["state.", "module.", "model.", "model_state_dict.", "state_dict."];
    // Steps that PyTorch's batch norms count and no forward pass uses.
    private const string StepCounter = ".num_batches_tracked";
    private readonly Dictionary<string, NamedArray> _arrays;

    private StateDictionary(Dictionary<string, NamedArray> arrays) => _arrays = arrays;

    public IEnumerable<string> Names => _arrays.Keys;

    public NamedArray this[string name] => _arrays.TryGetValue(name, out NamedArray? array) ? array
        : throw new FormatException($"The checkpoint has no parameter '{name}'.");

    public NamedArray? Find(string name) => _arrays.GetValueOrDefault(name);

    public static StateDictionary Read(string path)
    {
        IEnumerable<(string Name, NamedArray Array)> entries = ArrayFile.Read(path).Where(e => e.Value.Text is null).Select(e => (e.Key, e.Value));
        for (bool isWrapped = true; isWrapped;)
        {
            isWrapped = false;
            foreach (string prefix in Prefixes)
            {
                (string Name, NamedArray Array)[] inner = [.. entries.Where(e => e.Name.StartsWith(prefix, StringComparison.Ordinal))];
                if (inner.Length == 0) continue;
                entries = [.. inner.Select(e => (e.Name[prefix.Length..], e.Array))];
                isWrapped = true;
            }
        }
        entries = entries.Where(e => !e.Name.EndsWith(StepCounter, StringComparison.Ordinal));
        return new StateDictionary(entries.ToDictionary(e => e.Name, e => e.Array, StringComparer.Ordinal));
    }
}
