namespace Microsoft.ML.Data;

/// <summary>Gives every row a number in [0, 1), from its position or from a column's value, and picks rows by it.</summary>
internal sealed class RowSampler
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column? _key;
    private readonly int _seed;

    public RowSampler(IDataView data, string? keyColumn, int seed)
    {
        (_data, _seed) = (data, seed);
        if (keyColumn is null) return;
        _key = data.Schema.GetColumnOrNull(keyColumn) ?? throw new ArgumentOutOfRangeException("samplingKeyColumn", $"Could not find samplingKeyColumn column '{keyColumn}'");
        // A vector has no one value to group rows by.
        if (_key.Value.Type is VectorDataViewType vector)
            throw Runtime.Contracts.ExceptSchemaMismatch("samplingKeyColumn", "samplingKeyColumn", keyColumn, "scalar", vector.ToString());
    }

    public IDataView Part(double low, double high) => Filter(number => number >= low && number < high);

    public IDataView Complement(double low, double high) => Filter(number => number < low || number >= high);

    private FilteredDataView Filter(Func<double, bool> pick) => new(_data, cursor =>
    {
        if (_key is not { } column) return new SelectingCursor(cursor, row => pick(Number((ulong)row)) ? RowVerdict.Take : RowVerdict.Skip);
        Func<object> value = NumberReader.Boxed(cursor, column);
        return new ConditionCursor(cursor, () => pick(Number(TextHash($"{value()}"))));
    }, _key is { } key ? [key.Index] : [], _ => null);

    // A hash of seed and row: the same split for every cursor, without reading ahead.
    private double Number(ulong row)
    {
        ulong x = row * 0x9E3779B97F4A7C15 + (uint)_seed * 0xD1B54A32D192ED03UL + 0x632BE59BD9B4E019;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return ((x ^ (x >> 31)) >> 11) / (double)(1UL << 53);
    }

    private static ulong TextHash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        return hash;
    }
}
