using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Reads the weights that published Python programs save: state dictionaries in <c>.npz</c> or PyTorch <c>.pt</c>
/// files, by their own parameter names.
/// </summary>
public static class Checkpoint
{
    /// <summary>Reads a file, finds the architecture from names and shapes, and gives definition and weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">
    /// Arguments of the program that names and shapes do not determine, such as <c>n_heads</c> of a GNOT: numbers,
    /// texts, booleans and lists of these. They win over those of a text <c>config</c> in the file. One that the
    /// architecture does not read is refused.
    /// </param>
    /// <param name="limits">How much the file may unpack to; null for <see cref="ReadLimits.Weights"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">
    /// The file cannot be read, its names belong to no known architecture, a name or shape disagrees, a weight is not
    /// finite, or an argument is missing, wrong or without effect; the text names file and parameter or argument.
    /// </exception>
    [RequiresUnreferencedCode(PublishedWeights.Untrimmed)]
    public static ParameterValues Load(string path, IReadOnlyDictionary<string, object>? arguments = null,
        ReadLimits? limits = null)
    {
        StateDictionary state = StateDictionary.Read(path, arguments, limits);
        return Guard(path, () =>
        {
            var claims = new List<NeuralOperator>();
            string? unread = null;
            foreach (PublishedWeights architecture in PublishedWeights.All)
            {
                if (state.Arguments.Noting(() => architecture.Define(state), out var unasked, out var asked)
                    is not { } claim) continue;
                claims.Add(claim);
                if (unasked.Count > 0)
                    unread = $"the argument '{unasked[0]}' has no effect on a {claim.GetType().Name} of these weights"
                        + (asked.Count == 0 ? ", which reads none." : $"; it reads {string.Join(", ", asked)}.");
            }
            return claims.Count switch
            {
                1 when unread is not null => throw new FormatException(unread),
                1 => Load(state, claims[0]),
                0 => throw new FormatException($"the parameter names belong to no architecture known here; the first "
                + $"is '{state.Names.FirstOrDefault()}'."),
                _ => throw new FormatException($"the parameter names fit more than one architecture: "
                + $"{string.Join(", ", claims.Select(c => c.GetType().Name))}."),
            };
        });
    }

    /// <summary>Reads the weights of a given definition from a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">
    /// The file cannot be read, a name or shape disagrees, or a weight is not finite; the text names file and
    /// parameter.
    /// </exception>
    public static ParameterValues Load(string path, NeuralOperator definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        StateDictionary state = StateDictionary.Read(path);
        return Guard(path, () => Load(state, definition));
    }

    // Options follow from the file, so their faults are the file's.
    private static ParameterValues Guard(string path, Func<ParameterValues> load)
    {
        try
        {
            return load();
        }
        catch (Exception error) when (error is FormatException or ArgumentException or ArithmeticException
            or InvalidOperationException or IndexOutOfRangeException)
        {
            string reason = error is FormatException ? error.Message : $"its shapes make no operator: {error.Message}";
            throw new FormatException($"'{path}': {reason}", error);
        }
    }

    private static ParameterValues Load(StateDictionary state, NeuralOperator definition)
    {
        // Names first: a definition of many layers would otherwise be filled in before the first missing one is
        // noticed.
        if (definition.Parameters.FirstOrDefault(p => state.Find(p.Name) is null) is { } missing)
            throw new FormatException($"the checkpoint has no parameter '{missing.Name}'.");
        // Frequencies of rotary encodings are saved as buffers, but follow from the options.
        var unused = state.Names.Where(n => !n.EndsWith(".inv_freq", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        ParameterValues values = ParameterValues.From(definition, declaration =>
        {
            unused.Remove(declaration.Name);
            if (declaration.PublishedTwin is { } twin) RemoveTwin(declaration, twin);
            float[] numbers = PublishedLayout.Convert(state[declaration.Name], declaration);
            return Array.TrueForAll(numbers, float.IsFinite) ? numbers
                : throw new FormatException($"the parameter '{declaration.Name}' holds "
                + $"{numbers.First(n => !float.IsFinite(n))}; weights must be finite.");
        });
        return unused.Count == 0 ? values
            : throw new FormatException($"the checkpoint has a parameter "
            + $"'{unused.Order(StringComparer.Ordinal).First()}' that the operator lacks.");

        void RemoveTwin(ParameterDeclaration declaration, string twin)
        {
            string name = declaration.Name[..^declaration.LocalName.Length] + twin;
            if (unused.Remove(name) && !state[name].Values.SequenceEqual(state[declaration.Name].Values))
                throw new FormatException($"the parameters '{declaration.Name}' and '{name}' differ; expected the same "
                    + "numbers twice.");
        }
    }
}
