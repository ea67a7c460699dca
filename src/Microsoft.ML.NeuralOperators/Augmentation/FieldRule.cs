using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>What a column's channels are, in order; a column of several frames repeats them.</summary>
/// <param name="Column">The column.</param>
/// <param name="Quantities">Its quantities.</param>
internal sealed partial record FieldRule(string Column, IReadOnlyList<FieldQuantity> Quantities)
{
    /// <summary>Reads "a: scalar; v: vector(1, 0) scalar".</summary>
    /// <param name="text">The rules.</param>
    /// <param name="words">Quantities that there are.</param>
    /// <exception cref="FormatException">It makes no sense; the text says why.</exception>
    public static IReadOnlyList<FieldRule> Parse(string text, params IReadOnlyList<string> words)
    {
        var rules = new List<FieldRule>();
        foreach (string part in (text ?? "").Split(';', StringSplitOptions.TrimEntries
            | StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = part.LastIndexOf(':');
            string column = colon < 0 ? "" : part[..colon].Trim();
            if (column.Length == 0) throw Fault(part, "names no column", words);
            if (rules.Any(r => r.Column == column)) throw Fault(part, $"names column '{column}' again", words);
            string quantities = part[(colon + 1)..].Trim();
            if (!Shape().IsMatch(quantities)) throw Fault(part, "lists no quantities", words);
            rules.Add(new FieldRule(column, [.. Word().Matches(quantities).Select(Quantity)]));

            FieldQuantity Quantity(Match match)
            {
                string word = match.Groups[1].Value;
                if (!words.Contains(word)) throw Fault(part, $"has an unknown quantity '{word}'", words);
                return new FieldQuantity(word, [.. match.Groups[2].Value
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(int.Parse)]);
            }
        }
        return rules.Count > 0 ? rules : throw new FormatException("No fields are named.");
    }

    /// <summary>The quantities of a field with the first channel of each, frame after frame.</summary>
    /// <param name="field">The column's field.</param>
    /// <param name="axes">Axes of space.</param>
    /// <exception cref="ArgumentException">The quantities do not make up the channels.</exception>
    public IReadOnlyList<(FieldQuantity Quantity, int Channel)> Place(AugmentedField field, int axes)
    {
        int frame = Quantities.Sum(q => q.Channels(axes));
        if (field.Channels % frame != 0)
            throw new ArgumentException($"Column '{Column}' has {field.Channels} channels; "
                + $"{string.Join(", ", Quantities)} have {frame} along {axes} axes, and frames repeat them.");
        var places = new List<(FieldQuantity, int)>();
        for (int channel = 0; channel < field.Channels;)
            foreach (FieldQuantity quantity in Quantities)
            {
                places.Add((quantity, channel));
                channel += quantity.Channels(axes);
            }
        return places;
    }

    private static FormatException Fault(string part, string what, IReadOnlyList<string> words)
        => new($"'{part}' {what}; expected a column and its quantities such as \"u: {words[0]}\", of "
            + $"{string.Join(", ", words)}");

    [GeneratedRegex(@"^([a-z]+\s*(\(\s*\d(\s*,\s*\d)*\s*\))?\s*)+$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"([a-z]+)\s*(?:\(([^)]*)\))?")]
    private static partial Regex Word();
}

/// <summary>What some channels of a field are together.</summary>
/// <param name="Word">Scalar, vector and so on.</param>
/// <param name="Axes">The axes that a vector's components lie along; none for all in order.</param>
internal sealed record FieldQuantity(string Word, int[] Axes)
{
    private bool HasComponents => Word is "vector" or "velocity" or "pseudovector";

    /// <summary>How many channels it has, where space has so many axes.</summary>
    public int Channels(int axes)
        => HasComponents ? Components(axes).Length : Word == "tensor" ? axes * (axes + 1) / 2 : 1;

    /// <summary>The axis of each component.</summary>
    /// <exception cref="ArgumentException">They are not those of space.</exception>
    public int[] Components(int axes)
    {
        int[] all = Axes.Length == 0 ? [.. Enumerable.Range(0, axes)] : Axes;
        return all.Order().SequenceEqual(Enumerable.Range(0, axes)) ? all
            : throw new ArgumentException($"{this} does not have one component along each of the {axes} axes.");
    }

    /// <summary>The channel of a symmetric tensor's entry: 00, 01, 11 or 00, 01, 02, 11, 12, 22.</summary>
    public static int TensorChannel(int i, int j, int axes)
        => i > j ? TensorChannel(j, i, axes) : i * axes - i * (i - 1) / 2 + j - i;

    public override string ToString() => Axes.Length == 0 ? Word : $"{Word}({string.Join(", ", Axes)})";
}
