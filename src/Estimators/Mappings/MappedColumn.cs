namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>The new column of one row or cursor.</summary>
internal sealed class MappedColumn
{
    private readonly BoundMapping _mapping;
    private readonly DataViewRow _row;
    private readonly ValueGetter<VBuffer<float>>[] _getters;
    private readonly float[][] _values;
    private readonly CellReader? _cells;
    private VBuffer<float> _buffer;

    public MappedColumn(BoundMapping mapping, DataViewRow row)
    {
        (_mapping, _row) = (mapping, row);
        _getters = [.. mapping.Inputs.Select(field => row.GetGetter<VBuffer<float>>(row.Schema[field.Name]))];
        _values = [.. mapping.Inputs.Select(_ => Array.Empty<float>())];
        if (mapping.CellColumn.Length > 0) _cells = new CellReader(row, mapping.CellColumn);
    }

    public void Get(ref VBuffer<float> value)
    {
        for (int i = 0; i < _getters.Length; i++)
        {
            _getters[i](ref _buffer);
            _mapping.Inputs[i].PointsOf(_buffer.Length, _row.Position);
            if (_values[i].Length != _buffer.Length) _values[i] = new float[_buffer.Length];
            _buffer.CopyTo(_values[i]);
        }
        try
        {
            RowExtensions.CopyTo(_mapping.Run(_values, _cells?.Read() ?? []), ref value);
        }
        catch (ArgumentException error)
        {
            throw new InvalidOperationException($"Column '{_mapping.Output.Name}': row {_row.Position}: "
                + error.Message, error);
        }
    }
}
