namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Where a published collection of data has its fields, and what their axes are.</summary>
internal sealed class Convention
{
    private static readonly Convention[] All =
    [
        new Convention("pdebench", PdeBench),
        new Convention("the_well", TheWell),
    ];

    private readonly Func<string, int, FieldNotes, Field?> _find;

    private Convention(string name, Func<string, int, FieldNotes, Field?> find) => (Name, _find) = (name, find);

    /// <summary>The names of all conventions.</summary>
    public static string Names => string.Join(" or ", All.Select(c => $"\"{c.Name}\""));

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>A convention by its name; null where there is none.</summary>
    public static Convention? Named(string name) => All.FirstOrDefault(c => c.Name == name);

    /// <summary>What an array is; null where it is no field.</summary>
    /// <param name="array">The array's name.</param>
    /// <param name="rank">Its axes.</param>
    /// <param name="notes">What the file says of arrays.</param>
    public Field? Find(string array, int rank, FieldNotes notes) => _find(array, rank, notes);

    // Takamoto et al. 2022 (arXiv:2210.07182): one array for all samples, or a group for each.
    private static Field? PdeBench(string array, int rank, FieldNotes notes)
    {
        string name = array[(array.LastIndexOf('/') + 1)..];
        string? axes = (name, rank) switch
        {
            ("nu" or "a", 2 or 3) => "n" + Grid(rank - 1),
            ("tensor" or "density" or "pressure" or "Vx" or "Vy" or "Vz", >= 3 and <= 5) => "n t" + Grid(rank - 2),
            ("velocity" or "particles", 5) => "n t" + Grid(2) + " c",
            ("force", 4) => "n" + Grid(2) + " c",
            ("data", 3 or 4) when array.Contains('/', StringComparison.Ordinal) => "t" + Grid(rank - 2) + " c",
            _ => null,
        };
        return axes is null ? null : new Field(name, axes, IsOneSample: name == "data");
    }

    // Ohana et al. 2024 (arXiv:2412.00568): scalars, vectors and tensors in groups of their own.
    private static Field? TheWell(string array, int rank, FieldNotes notes)
    {
        if (array.Split('/') is not [['t', >= '0' and <= '2', .. "_fields"] group, var name]) return null;
        int components = group[1] - '0';
        string axes = (notes($"{array}@sample_varying") is "False" ? "" : "n")
            + (notes($"{array}@time_varying") is "False" ? "" : " t");
        int grid = rank - components - axes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (grid is < 1 or > 3) return null;
        return new Field(name, axes + Grid(grid)
            + string.Concat(Enumerable.Range(1, components).Select(i => $" c{i}")));
    }

    private static string Grid(int axes) => string.Concat("xyz".Take(axes).Select(axis => $" {axis}"));

    /// <summary>Looks up what a file says; null where it says nothing.</summary>
    public delegate string? FieldNotes(string what);

    /// <summary>An array of a collection.</summary>
    /// <param name="Name">The name of its column.</param>
    /// <param name="Axes">Its axes.</param>
    /// <param name="IsOneSample">Whether there is one such array for each sample.</param>
    public sealed record Field(string Name, string Axes, bool IsOneSample = false)
    {
        /// <summary>Its axes, read.</summary>
        public LayoutAxis[] Layout
            => [.. Axes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(LayoutAxis.Parse)];
    }
}
