using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>
/// The one place where a column's type becomes a field: a vector of Single with the dimensions [channels, grid…];
/// without the channel dimension it has one channel. Fields on point sets are [channels, points], or vectors without
/// dimensions whose length is divided by the channels; no grid at all means a vector of global parameters.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Grid">Points along each axis; of rows that differ, the most that training saw.</param>
internal sealed record FieldColumn(string Name, int Channels, int[] Grid)
{
    /// <summary>The point set the field is given at, or null for a field on a grid.</summary>
    public PointAxis? Points { get; init; }

    /// <summary>Whether rows have different numbers of points.</summary>
    public bool IsVarying { get; init; }

    /// <summary>
    /// Whether no column holds it, but every row's numbers of points: 1 at a row's points, 0 after them.
    /// </summary>
    public bool IsMask { get; init; }

    /// <summary>What the size of every axis is a multiple of, or null where any size will do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Multiples { get; init; }

    /// <summary>What the numbers are anomalies from, or null where they are the quantity itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Mean { get; init; }

    [JsonIgnore]
    public int Length => Grid.Aggregate(Channels, (product, size) => product * size);

    /// <summary>The type of a column that holds this field.</summary>
    [JsonIgnore]
    public VectorDataViewType Type
        => IsVarying ? new(NumberDataViewType.Single)
            : new(NumberDataViewType.Single, dimensions: (int[])[Channels, .. Grid]);

    /// <summary>Finds a column and reads its type.</summary>
    /// <param name="schema">Where.</param>
    /// <param name="role">"feature", "label" or "score", for errors.</param>
    /// <param name="name">The column.</param>
    /// <param name="axes">Grid axes of the field.</param>
    /// <param name="fallback">The field meant by a vector without dimensions, where there is one.</param>
    public static FieldColumn Find(DataViewSchema schema, string role, string name, int axes,
        FieldColumn? fallback = null)
    {
        string expected = $"Vector<Single> with {axes + 1} dimensions [channels, {axes} grid "
            + $"ax{(axes == 1 ? "is" : "es")}], or without the channels";
        VectorDataViewType type = Vector(schema, role, name, expected);
        double? mean = Anomalies.MeanOf(schema, name);
        int[] dims = [.. type.Dimensions];
        if (fallback is not null && (!type.IsKnownSize || dims.Length == 1 && axes > 1))
            return type.IsKnownSize && type.Size != fallback.Length
                ? throw Mismatch(role, name, $"{fallback.Length} numbers of {fallback.Text}", type.ToString())
                : fallback with { Name = name, Mean = mean };
        if (!type.IsKnownSize || dims.Length != axes && dims.Length != axes + 1 || dims.Any(d => d < 1))
            throw Mismatch(role, name, expected, type.ToString());
        return new FieldColumn(name, dims.Length == axes ? 1 : dims[0], dims.Length == axes ? dims : dims[1..])
        {
            Mean = mean,
        };
    }

    /// <summary>Finds a column with a field on a point set.</summary>
    /// <param name="schema">Where.</param>
    /// <param name="role">"feature", "point" or "label", for errors.</param>
    /// <param name="name">The column.</param>
    /// <param name="channels">Channels of a vector without dimensions.</param>
    /// <param name="axis">The point set.</param>
    public static FieldColumn FindPoints(DataViewSchema schema, string role, string name, int channels, PointAxis axis)
    {
        string expected = $"Vector<Single> with 2 dimensions [channels, points], or with none and a multiple of "
            + $"{channels} numbers";
        VectorDataViewType type = Vector(schema, role, name, expected);
        double? mean = Anomalies.MeanOf(schema, name);
        if (!type.IsKnownSize)
            return new FieldColumn(name, channels, [0]) { Points = axis, IsVarying = true, Mean = mean };
        int[] dims = [.. type.Dimensions];
        bool fits = dims.Length switch
        {
            1 => type.Size >= channels && type.Size % channels == 0,
            2 => dims.All(d => d >= 1),
            _ => false
        };
        if (!fits) throw Mismatch(role, name, expected, type.ToString());
        return new FieldColumn(name, dims.Length == 1 ? channels : dims[0],
            [dims.Length == 1 ? type.Size / channels : dims[1]])
        { Points = axis, Mean = mean };
    }

    /// <summary>Finds a column of global parameters: a vector of known size.</summary>
    public static FieldColumn FindParameters(DataViewSchema schema, string role, string name)
    {
        const string Expected = "Vector<Single> of known size with one dimension";
        VectorDataViewType type = Vector(schema, role, name, Expected);
        return type.IsKnownSize && type.Dimensions.Length == 1
            ? new FieldColumn(name, type.Size, []) { Mean = Anomalies.MeanOf(schema, name) }
            : throw Mismatch(role, name, Expected, type.ToString());
    }

    /// <summary>
    /// The field a column has at scoring, where this one was trained on: the same kind, of any size its axes allow.
    /// </summary>
    public FieldColumn InScoringSchema(DataViewSchema schema, string role)
    {
        FieldColumn found = Points is { } axis ? FindPoints(schema, role, Name, Channels, axis)
            : Grid.Length == 0 ? FindParameters(schema, role, Name) : Find(schema, role, Name, Grid.Length, this);
        if (found.Channels != Channels)
            throw Mismatch(role, Name, $"{Channels} channels", $"{found.Channels} of {schema[Name].Type}");
        if (Multiples is not null && found.Grid.Where((n, i) => n % Multiples[i] != 0).Any())
            throw Mismatch(role, Name, $"a grid of multiples of {string.Join(", ", Multiples)}",
                $"{found.Text} of {schema[Name].Type}");
        if (Points is { Size: { } size } && !found.IsVarying && found.Grid[0] != size)
            throw Mismatch(role, Name, $"{size} points", $"{found.Grid[0]} of {schema[Name].Type}");
        Anomalies.RequireSame(Name, Mean, found.Mean, "the model was trained on");
        return found with { Mean = Mean };
    }

    /// <summary>This field as an operator takes it, with the multiples its axes ask for.</summary>
    public FieldColumn As(FieldPort port)
        => port.Axes.Count == Grid.Length && port.Axes.Any(a => a.MultipleOf > 1)
            ? this with { Multiples = [.. port.Axes.Select(a => a.MultipleOf)] } : this;

    /// <summary>
    /// The number of points in a row of so many numbers; an error for another row than the column's type says.
    /// </summary>
    public int PointsOf(int length, long row)
    {
        bool fits = IsVarying ? length > 0 && length % Channels == 0
            && (Points!.Size is not { } size || length == size * Channels) : length == Length;
        string expected = !IsVarying ? $"{Length} of {Text}" : Points!.Size is { } bound
            ? $"{bound * Channels} of [{Channels}, {bound}]" : $"a multiple of {Channels} channels";
        if (!fits)
            throw new InvalidOperationException($"Column '{Name}': row {row} has {length} numbers, expected "
                + $"{expected}.");
        return Grid.Length == 1 ? length / Channels : 1;
    }

    [JsonIgnore]
    public string Text => IsVarying ? $"[{Channels}, {Points!.Name}]"
        : $"[{string.Join(", ", (int[])[Channels, .. Grid])}]";

    public static ArgumentOutOfRangeException Missing(string role, string name)
        => new("inputSchema", $"Could not find {role} column '{name}'");

    public static ArgumentOutOfRangeException Mismatch(string role, string name, string expected, string actual)
        => new("inputSchema", $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}");

    private static VectorDataViewType Vector(DataViewSchema schema, string role, string name, string expected)
    {
        if (schema.GetColumnOrNull(name) is not { } column) throw Missing(role, name);
        return column.Type is VectorDataViewType type && type.ItemType == NumberDataViewType.Single ? type
            : throw Mismatch(role, name, expected, column.Type.ToString()!);
    }
}

/// <summary>The point set that a column's field is given at. Columns at the same points name the same one.</summary>
/// <param name="Name">The axis' name in the operator.</param>
/// <param name="Size">The number of points where the operator is bound to one.</param>
/// <param name="AllowsPadding">Whether rows may be padded to a common number of points.</param>
internal sealed record PointAxis(string Name, int? Size = null, bool AllowsPadding = false)
{
    public static PointAxis Of(GridAxis axis) => new(axis.Name, axis.Size, axis.AllowsPadding);
}
