using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>
/// The one place where a column's type becomes a field: a vector of Single with the dimensions [channels, grid…]; without the
/// channel dimension it has one channel.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Grid">Points along each axis.</param>
internal sealed record FieldColumn(string Name, int Channels, int[] Grid)
{
    public int Length => Grid.Aggregate(Channels, (product, size) => product * size);

    /// <summary>The type of a column that holds this field.</summary>
    public VectorDataViewType Type => new(NumberDataViewType.Single, dimensions: (int[])[Channels, .. Grid]);

    /// <summary>Finds a column and reads its type.</summary>
    /// <param name="schema">Where.</param>
    /// <param name="role">"feature", "label" or "score", for errors.</param>
    /// <param name="name">The column.</param>
    /// <param name="axes">Grid axes of the field.</param>
    /// <param name="fallback">The field meant by a vector without dimensions, where there is one.</param>
    public static FieldColumn Find(DataViewSchema schema, string role, string name, int axes, FieldColumn? fallback = null)
    {
        if (schema.GetColumnOrNull(name) is not { } column) throw Missing(role, name);
        string expected = $"Vector<Single> with {axes + 1} dimensions [channels, {axes} grid ax{(axes == 1 ? "is" : "es")}], or without the channels";
        if (column.Type is not VectorDataViewType type || type.ItemType != NumberDataViewType.Single)
            throw Mismatch(role, name, expected, column.Type.ToString()!);
        int[] dims = [.. type.Dimensions];
        if (fallback is not null && (!type.IsKnownSize || dims.Length == 1 && axes > 1))
            return type.IsKnownSize && type.Size != fallback.Length
                ? throw Mismatch(role, name, $"{fallback.Length} numbers of {fallback.Text}", type.ToString())
                : fallback with { Name = name };
        if (!type.IsKnownSize || dims.Length != axes && dims.Length != axes + 1 || dims.Any(d => d < 1))
            throw Mismatch(role, name, expected, type.ToString());
        return dims.Length == axes ? new FieldColumn(name, 1, dims) : new FieldColumn(name, dims[0], dims[1..]);
    }

    public string Text => $"[{Channels}, {string.Join(", ", Grid)}]";

    public static ArgumentOutOfRangeException Missing(string role, string name)
        => new("inputSchema", $"Could not find {role} column '{name}'");

    public static ArgumentOutOfRangeException Mismatch(string role, string name, string expected, string actual)
        => new("inputSchema", $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}");
}
