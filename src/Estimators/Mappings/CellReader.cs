namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>The corners of a row's cells, from a vector of Int32 or of Single.</summary>
internal sealed class CellReader
{
    public const string Role = "cell";

    private readonly Func<int[]> _read;

    /// <exception cref="ArgumentOutOfRangeException">The column is of another type.</exception>
    public CellReader(DataViewRow row, string name)
    {
        DataViewSchema.Column column = row.Schema[name];
        Require(row.Schema, name);
        if (((VectorDataViewType)column.Type).ItemType == NumberDataViewType.Int32)
        {
            ValueGetter<VBuffer<int>> getter = row.GetGetter<VBuffer<int>>(column);
            VBuffer<int> buffer = default;
            _read = () =>
            {
                getter(ref buffer);
                return [.. buffer.DenseValues()];
            };
            return;
        }
        ValueGetter<VBuffer<float>> numbers = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> values = default;
        _read = () =>
        {
            numbers(ref values);
            return [.. values.DenseValues().Select(Whole)];
        };
    }

    /// <summary>The corners, cell after cell.</summary>
    /// <exception cref="ArgumentException">One is no whole number.</exception>
    public int[] Read() => _read();

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public static void Require(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column) throw FieldColumn.Missing(Role, name);
        if (column.Type is not VectorDataViewType type
            || type.ItemType != NumberDataViewType.Int32 && type.ItemType != NumberDataViewType.Single)
            throw FieldColumn.Mismatch(Role, name, "Vector<Int32> or Vector<Single>", column.Type.ToString()!);
    }

    private static int Whole(float value)
        => value == Math.Floor(value) && Math.Abs(value) <= 1 << 24 ? (int)value
            : throw new ArgumentException($"A cell has the corner {value}; expected whole numbers up to 2^24, or a "
                + "column of Int32.");
}
