using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Arrays in memory as a data view: one row a sample, one column an array.</summary>
internal sealed class FieldDataView : IDataView
{
    private readonly RowSource[] _sources;
    private readonly int _rows;
    // The first row, where the view has only some of its sources' rows.
    private readonly int _first;
    // Rows of a sample, and the frame of its first one.
    private readonly int _moments, _firstMoment;

    private FieldDataView(IReadOnlyList<(string Name, RowSource Rows)> columns,
        IReadOnlyDictionary<string, double>? means = null)
    {
        _sources = [.. columns.Select(c => c.Rows)];
        (_moments, _firstMoment) = Moments(columns);
        int samples = columns.Where(c => c.Rows.HasSamples).Select(c => c.Rows.Samples).FirstOrDefault(1);
        _rows = checked(samples * _moments);
        var builder = new DataViewSchema.Builder();
        foreach (var (name, source) in columns)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            Anomalies.AddTo(annotations, means?.TryGetValue(name, out double mean) == true ? mean : null);
            builder.AddColumn(name, source.Dimensions.Count == 0 ? NumberDataViewType.Single
                : source.IsVarying ? new VectorDataViewType(NumberDataViewType.Single)
                : new VectorDataViewType(NumberDataViewType.Single, source.Dimensions.ToArray()),
                annotations.ToAnnotations());
        }
        Schema = builder.ToSchema();
    }

    private FieldDataView(FieldDataView all, RowRange range)
    {
        (_moments, _firstMoment, Schema) = (all._moments, all._firstMoment, all.Schema);
        (_first, _rows) = (all._first + checked((int)range.From), checked((int)range.Count));
        // Rows are frames of samples; a sample that two ranges share is read for both.
        int from = _first / _moments, end = (_first + _rows + _moments - 1) / _moments;
        _sources = [.. all._sources.Select(s => s.Only(from, end))];
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => _sources.All(s => s.IsInMemory);

    /// <summary>Reads a file, or files that make up one set.</summary>
    /// <param name="path">The file, a folder, or a pattern of names.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="inform">Is told how every column was read.</param>
    /// <param name="warn">Is told of arrays that were left out, and of shapes that look wrong.</param>
    public static FieldDataView Load(string path, FieldRequest request, Action<string> inform, Action<string> warn)
    {
        IReadOnlyList<string> files = FieldSet.Files(path);
        // Their mean is found first; then the numbers are read again and it is subtracted before they are rounded.
        if (request.Means.Values.Any(double.IsNaN)) request = request with { Means = Means(files, request, inform) };
        IReadOnlyList<(string Name, RowSource Rows)> columns = Read(files, request, inform, warn);
        var sampled = columns.Where(c => c.Rows.HasSamples).ToList();
        if (sampled.Count == 0 && columns.All(c => c.Rows.Window is null))
            throw new ArgumentOutOfRangeException("layout",
                $"'{path}': the layout has no axis n for the samples; expected "
                + "names of axes such as \"n x y t\".");
        foreach (var (name, rows) in sampled)
            if (rows.Samples != sampled[0].Rows.Samples)
                throw new ArgumentOutOfRangeException(nameof(columns),
                    $"'{path}': column '{name}' has {rows.Samples} samples, column '{sampled[0].Name}' "
                    + $"{sampled[0].Rows.Samples}.");
        return new FieldDataView(columns, request.Means);
    }

    private static IReadOnlyList<(string Name, RowSource Rows)> Read(IReadOnlyList<string> files, FieldRequest request,
        Action<string> inform, Action<string> warn)
        => files.Count == 1 ? FieldFile.Load(files[0], request, request.KeptNumbers, inform, warn)
            : FieldSet.Load(files, request, inform, warn);

    private static Dictionary<string, double> Means(IReadOnlyList<string> files, FieldRequest request,
        Action<string> inform)
    {
        var means = request.Means.ToDictionary();
        string[] unknown = [.. means.Where(m => double.IsNaN(m.Value)).Select(m => m.Key)];
        foreach (var (name, rows) in Read(files, request with { Means = new Dictionary<string, double>() }, _ => { },
            _ => { }).Where(c => unknown.Contains(c.Name)))
        {
            means[name] = rows.Mean();
            inform(string.Create(CultureInfo.InvariantCulture, $"Column '{name}' has anomalies from {means[name]:r}."));
        }
        return means;
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
        return new FieldDataView([.. columns.Select(c => (c.Name, (RowSource)new KeptRows(
            new Arrangement(null, c.Name, c.Field.Shape, 1), c.Field.Values)))]);
    }

    public long? GetRowCount() => _rows;

    /// <summary>A view of some of the rows; nothing beyond them is read.</summary>
    public FieldDataView Only(RowRange range) => new(this, range);

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

    // Every frame around which all columns have theirs is a row.
    private static (int Count, int First) Moments(IReadOnlyList<(string Name, RowSource Rows)> columns)
    {
        var moving = columns.Where(c => c.Rows.Window is not null).ToList();
        if (moving.Count == 0) return (1, 0);
        int frames = moving[0].Rows.Frames, first = 0, end = frames;
        foreach (var (name, rows) in moving)
        {
            if (rows.Frames != frames)
                throw new ArgumentOutOfRangeException(nameof(columns),
                    $"Column '{name}' has {rows.Frames} frames, column "
                    + $"'{moving[0].Name}' {frames}; rows need frames that belong together.");
            first = Math.Max(first, -rows.Window!.From);
            end = Math.Min(end, frames - rows.Window.To + 1);
        }
        return first < end ? (end - first, first)
            : throw new ArgumentOutOfRangeException(nameof(columns), $"The {frames} frames of a sample are too few for "
                + $"{string.Join(" and ", moving.Select(c => $"t({c.Rows.Window!.From}:{c.Rows.Window.To})"))}.");
    }

    private sealed class Cursor(FieldDataView view, bool[] active, int[]? order) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _isDone;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        private int Row => _position >= 0 ? view._first + (order?[_position] ?? (int)_position)
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
            RowReader reader = view._sources[column.Index].Open();
            Delegate getter = column.Type is VectorDataViewType ? Vectors(reader) : Scalars(reader);
            return getter.As<TValue>(column);
        }

        private ReadOnlySpan<float> Numbers(RowReader reader)
            => reader.Read(Row / view._moments, view._firstMoment + Row % view._moments);

        private ValueGetter<float> Scalars(RowReader reader) => (ref float value) => value = Numbers(reader)[0];

        private ValueGetter<VBuffer<float>> Vectors(RowReader reader)
            => (ref VBuffer<float> value) => RowExtensions.CopyTo(Numbers(reader), ref value);
    }
}
