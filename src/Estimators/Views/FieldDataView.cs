using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Arrays in memory as a data view: one row a sample, one column an array.</summary>
internal sealed class FieldDataView : IDataView
{
    private readonly NamedArray[] _arrays;
    private readonly int _rows;

    private FieldDataView((string Name, NamedArray Array)[] columns)
    {
        _arrays = [.. columns.Select(c => c.Array)];
        _rows = _arrays[0].Shape[0];
        var builder = new DataViewSchema.Builder();
        foreach (var (name, array) in columns)
        {
            int[] dims = [.. array.Shape.Skip(1)];
            builder.AddColumn(name,
                dims.Length == 0 ? NumberDataViewType.Single : new VectorDataViewType(NumberDataViewType.Single, dims));
        }
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => true;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">
    /// Column names and the arrays they are read from; null for all that have the first one's number of samples.
    /// </param>
    /// <param name="layout">What the axes are, or null.</param>
    /// <param name="limits">What reading may cost, or null.</param>
    /// <param name="inform">Is told how every column was read.</param>
    /// <param name="warn">Is told of arrays that were left out, and of shapes that look wrong.</param>
    public static FieldDataView Load(string path, Dictionary<string, string>? columns, string? layout,
        ReadLimits? limits, Action<string> inform, Action<string> warn)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (columns is { Count: 0 })
            throw new ArgumentOutOfRangeException(nameof(columns), "No columns were asked for.");
        if (columns?.Any(c => c.Key.Length == 0 || string.IsNullOrEmpty(c.Value)) == true)
            throw new ArgumentOutOfRangeException(nameof(columns), "A column or its array has no name.");
        FieldLayouts? layouts = layout is null ? null : FieldLayouts.Parse(layout);
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(path, columns?.Values, limits);
        NamedArray[] usable = [.. arrays.Values.Where(a => a.Text is null && a.Shape.Count > 0)];
        (string Name, NamedArray Array)[] chosen = columns is null
            ? [.. usable.Select(a => (a.Name, Arranged(a.Name, a)))]
            : [.. columns.Select(c => (c.Key, Arranged(c.Key, Find(c.Value))))];
        if (columns is null) chosen = [.. chosen.Where(c => c.Array.Shape[0] == chosen[0].Array.Shape[0])];
        if (columns is null && arrays is FileContent { Refused: var refused })
            foreach (var (name, reason) in refused) warn($"'{path}': '{name}' left out: {reason}.");
        if (columns is null && chosen.Length < usable.Length)
            warn($"'{path}': {string.Join(", ", usable.Where(a => chosen.All(c => c.Name != a.Name)))} left out, since "
                + $"'{chosen[0].Name}' has {chosen[0].Array.Shape[0]} samples. "
                + "Name the columns to choose others.");
        if (chosen.Length == 0) throw new FormatException($"'{path}' holds no arrays of samples.");
        foreach (var (name, array) in chosen)
        {
            if (array.Shape[0] != chosen[0].Array.Shape[0])
                throw new ArgumentOutOfRangeException(nameof(columns),
                    $"'{path}': column '{name}' has {array.Shape[0]} samples, column '{chosen[0].Name}' "
                    + $"{chosen[0].Array.Shape[0]}.");
            if (array.Shape.Contains(0))
                throw new FormatException($"'{path}': array '{array.Name}' is empty: "
                    + $"[{string.Join(", ", array.Shape)}].");
        }
        foreach (var (name, array) in chosen) Tell(name, array);
        return new FieldDataView(chosen);

        NamedArray Find(string name)
        {
            try
            {
                if (arrays[name] is { Text: null, Shape.Count: > 0 } array) return array;
                throw new ArgumentOutOfRangeException(nameof(columns),
                    $"'{path}': '{name}' is a single value; expected "
                    + "an array with samples.");
            }
            catch (FormatException error)
            {
                throw new FormatException($"'{path}': {error.Message}", error);
            }
            catch (KeyNotFoundException error)
            {
                IEnumerable<string> there = usable.Select(a => $"'{a.Name}' [{string.Join(", ", a.Shape)}]")
                    .Concat((arrays as FileContent)?.Unread ?? []);
                throw new ArgumentOutOfRangeException(
                    $"'{path}' has no array '{name}'; it has {string.Join(", ", there)}.", error);
            }
        }

        NamedArray Arranged(string column, NamedArray array)
        {
            if (array.IsComplex) inform($"'{path}': {array} is complex: real and imaginary parts become two channels.");
            return FieldLayouts.Apply(layouts?.Of(column), array, path);
        }

        void Tell(string name, NamedArray array)
        {
            inform($"'{path}': column '{name}' has {array.Shape[0]} samples of "
                + $"[{string.Join(", ", array.Shape.Skip(1))}], channels first"
                + (layouts?.Of(name) is null ? "; name the axes by a layout where that is wrong." : "."));
            // Axes of time or channels at the end, taken for points.
            if (layouts?.Of(name) is null && array.Shape.Count > 3 && array.Shape.Skip(2).All(n => n < array.Shape[1]))
                warn($"'{path}': column '{name}' {array} would have {array.Shape[1]} channels on a grid of "
                    + $"{string.Join("×", array.Shape.Skip(2))} points. Name its axes, such as layout: \"n x y t\" "
                    + $"where "
                    + "time is last or \"n x y c\" where channels are, or \"n c x y\" where this is right.");
        }
    }

    public static FieldDataView Of(IReadOnlyList<(string Name, FieldSamples Field)> columns)
    {
        if (columns.Count == 0) throw new ArgumentOutOfRangeException(nameof(columns), "No columns were given.");
        foreach (var (name, field) in columns)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(columns));
            ArgumentNullException.ThrowIfNull(field, nameof(columns));
            if (field.Points is not null)
                throw new ArgumentException($"Column '{name}' has samples of different numbers of points, which have "
                    + "no one vector type.", nameof(columns));
            if (field.Count != columns[0].Field.Count)
                throw new ArgumentOutOfRangeException(nameof(columns),
                    $"Column '{name}' has {field.Count} samples, column '{columns[0].Name}' {columns[0].Field.Count}.");
        }
        return new FieldDataView([.. columns.Select(c
            => (c.Name, new NamedArray(c.Name, [.. c.Field.Shape.Select(n => (int)n)], c.Field.Values)))]);
    }

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        int[]? order = null;
        if (rand is not null)
        {
            order = [.. Enumerable.Range(0, _rows)];
            rand.Shuffle(order);
        }
        return new Cursor(this, Schema.Active(columnsNeeded), order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(FieldDataView view, bool[] active, int[]? order) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _isDone;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        private int Row => _position >= 0 ? order?[_position] ?? (int)_position
            : throw new InvalidOperationException("The cursor is not on a row.");

        public override bool MoveNext()
        {
            _isDone |= _position + 1 >= view._rows;
            _position = _isDone ? -1 : _position + 1;
            return !_isDone;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id)
            => id = new DataViewRowId((ulong)Row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            this.RequireActive(column);
            NamedArray array = view._arrays[column.Index];
            Delegate getter = column.Type is VectorDataViewType vector ? Vectors(array, vector.Size) : Scalars(array);
            return getter.As<TValue>(column);
        }

        private ValueGetter<float> Scalars(NamedArray array) => (ref float value) => value = array.Values[Row];

        private ValueGetter<VBuffer<float>> Vectors(NamedArray array, int size) => (ref VBuffer<float> value)
            => RowExtensions.CopyTo(array.Values.AsSpan(Row * size, size), ref value);
    }
}
