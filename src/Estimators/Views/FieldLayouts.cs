namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// What the axes of arrays are: said for each column or for all, or by a collection's own conventions.
/// </summary>
internal sealed class FieldLayouts
{
    private readonly Dictionary<string, LayoutAxis[]> _columns = new(StringComparer.Ordinal);
    private LayoutAxis[]? _others;

    private FieldLayouts()
    {
    }

    /// <summary>The conventions that are followed; null where axes are named.</summary>
    public Convention? Convention { get; private init; }

    /// <summary>Reads "n x y t", "a: n x y; u: n x y t", or the name of a convention.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It makes no sense; the text says why.</exception>
    public static FieldLayouts Parse(string text)
    {
        if (Convention.Named(text.Trim()) is { } convention) return new FieldLayouts { Convention = convention };
        var layouts = new FieldLayouts();
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Ranges have colons too.
            int range = part.IndexOfAny(['[', '(']);
            int colon = (range < 0 ? part : part[..range]).LastIndexOf(':');
            LayoutAxis[] axes;
            try
            {
                axes = [.. part[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(LayoutAxis.Parse)];
            }
            catch (FormatException error)
            {
                throw Fault(error.Message);
            }
            if (axes.Length == 0) throw Fault("names no axes");
            if (axes.FirstOrDefault(axis => axes.Count(a => a.Name == axis.Name) > 1) is { Name: var twice })
                throw Fault($"has the axis {twice} twice");
            if (colon < 0 ? layouts._others is not null : !layouts._columns.TryAdd(part[..colon].Trim(), axes))
                throw Fault("comes after another one for the same columns");
            if (colon < 0) layouts._others = axes;

            ArgumentOutOfRangeException Fault(string what)
                => new("layout", $"The layout '{part}' {what}; expected names of axes such as \"n x y t\", or "
                    + $"{Convention.Names}.");
        }
        return layouts._others is null && layouts._columns.Count == 0
            ? throw new ArgumentOutOfRangeException(nameof(text), "The layout names no axes.") : layouts;
    }

    /// <summary>The axes of a column; null where nothing is said of it.</summary>
    public LayoutAxis[]? Of(string column) => _columns.GetValueOrDefault(column, _others!);

    /// <summary>The arrays that say how many points rows have.</summary>
    public IEnumerable<string> Lengths
        => _columns.Values.Append(_others ?? []).SelectMany(axes => axes).Select(axis => axis.Lengths).OfType<string>();

    /// <exception cref="ArgumentOutOfRangeException">A column that is said to have axes is not there.</exception>
    public void RequireAll(IEnumerable<string> columns)
    {
        if (_columns.Keys.Except(columns).FirstOrDefault() is { } unknown)
            throw new ArgumentOutOfRangeException("layout",
                $"The layout is of a column '{unknown}', which is not read; "
                + $"there is {string.Join(", ", columns.Select(c => $"'{c}'"))}.");
    }
}
