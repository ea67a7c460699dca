using System.Text.Json;
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

    private StateDictionary(Dictionary<string, NamedArray> arrays, int? heads) => (_arrays, Heads) = (arrays, heads);

    /// <summary>Attention heads, which split axes without a trace in names and shapes; null when nobody said.</summary>
    public int? Heads { get; }

    public IEnumerable<string> Names => _arrays.Keys;

    public NamedArray this[string name] => _arrays.TryGetValue(name, out NamedArray? array) ? array
        : throw new FormatException($"The checkpoint has no parameter '{name}'.");

    public NamedArray? Find(string name) => _arrays.GetValueOrDefault(name);

    public static StateDictionary Read(string path, int? heads = null)
    {
        IReadOnlyDictionary<string, NamedArray> file = ArrayFile.Read(path);
        heads ??= file.TryGetValue("config", out NamedArray? config) && config.Text is { } text ? HeadsOf(text) : null;
        IEnumerable<(string Name, NamedArray Array)> entries = file.Where(e => e.Value.Text is null).Select(e => (e.Key, e.Value));
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
        return new StateDictionary(entries.ToDictionary(e => e.Name, e => e.Array, StringComparer.Ordinal), heads);
    }

    private static int? HeadsOf(string config)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(config);
            return document.RootElement.TryGetProperty("n_heads", out JsonElement heads) && heads.TryGetInt32(out int number) ? number : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A text of another kind says nothing of heads.
            return null;
        }
    }
}
