using Microsoft.ML.NeuralOperators.Fields;
using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Checkpoints;

/// <summary>
/// Reads the weights that published Python programs save: state dictionaries in <c>.npz</c> or PyTorch <c>.pt</c> files, by
/// their own parameter names.
/// </summary>
public static class Checkpoint
{
    /// <summary>Reads a file, finds the architecture from names and shapes, and gives definition and weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">
    /// Arguments of the program that names and shapes do not determine, such as <c>n_heads</c> of a GNOT; null takes those of a
    /// text <c>config</c> in the file, where there is one.
    /// </param>
    /// <exception cref="FormatException">
    /// The file cannot be read, its names belong to no known architecture, or a name or shape disagrees; the text names it.
    /// </exception>
    public static ParameterValues Load(string path, IReadOnlyDictionary<string, int>? arguments = null)
    {
        StateDictionary state = StateDictionary.Read(path, arguments);
        NeuralOperator[] claims = [.. PublishedArchitecture.All.Select(a => a.Define(state)).OfType<NeuralOperator>()];
        return claims.Length switch
        {
            1 => Load(state, claims[0]),
            0 => throw new FormatException($"'{path}': the parameter names belong to no architecture known here; the first is '{state.Names.FirstOrDefault()}'."),
            _ => throw new FormatException($"'{path}': the parameter names fit more than one architecture: {string.Join(", ", claims.Select(c => c.GetType().Name))}."),
        };
    }

    /// <summary>Reads the weights of a given definition from a file.</summary>
    /// <exception cref="FormatException">The file cannot be read, or a name or shape disagrees; the text names the first one.</exception>
    public static ParameterValues Load(string path, NeuralOperator definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Load(StateDictionary.Read(path), definition);
    }

    private static ParameterValues Load(StateDictionary state, NeuralOperator definition)
    {
        // Frequencies of rotary encodings are saved as buffers, but follow from the options.
        var unused = state.Names.Where(n => !n.EndsWith(".inv_freq", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        ParameterValues values = ParameterValues.From(definition, declaration =>
        {
            unused.Remove(declaration.Name);
            return PublishedLayout.Convert(state[declaration.Name], declaration);
        });
        return unused.Count == 0 ? values
            : throw new FormatException($"The checkpoint has a parameter '{unused.Order(StringComparer.Ordinal).First()}' that the operator lacks.");
    }
}
