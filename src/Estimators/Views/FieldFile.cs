using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Reads the columns of one file.</summary>
internal sealed class FieldFile
{
    private readonly string _path;
    private readonly FieldRequest _request;
    private readonly FileContent _content;
    private readonly Action<string> _inform, _warn;

    private FieldFile(string path, FieldRequest request, long keptNumbers, Action<string> inform, Action<string> warn)
    {
        (_path, _request, _inform, _warn) = (path, request, inform, warn);
        // A convention finds its fields under names of its own.
        IReadOnlySet<string>? names = request.Layouts?.Convention is null
            ? request.Columns?.Values.Concat(request.Layouts?.Lengths ?? []).ToHashSet(StringComparer.Ordinal) : null;
        _content = DataFile.Open(path, new ReadRequest(names, keptNumbers) { Shifts = request.Shifts }, request.Limits);
    }

    /// <summary>Reads columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="keptNumbers">Numbers that may be kept in memory.</param>
    /// <param name="inform">Is told how every column was read.</param>
    /// <param name="warn">Is told of arrays that were left out, and of shapes that look wrong.</param>
    public static IReadOnlyList<(string Name, RowSource Rows)> Load(string path, FieldRequest request, long keptNumbers,
        Action<string> inform, Action<string> warn)
    {
        var file = new FieldFile(path, request, keptNumbers, inform, warn);
        if (request.Shifts.Keys.Except(file._content.Shifted).FirstOrDefault(file._content.Names.Contains) is { } array)
            throw new FormatException($"'{path}': anomalies of '{array}' cannot be read: its numbers are complex or "
                + $"files "
                + "of this format are not read in double precision. Save it as .npz, .h5 or .mat.");
        try
        {
            return request.Layouts?.Convention is { } convention ? file.Conventional(convention)
                : request.Columns is null ? file.All() : file.Chosen(request.Columns);
        }
        catch (ArgumentOutOfRangeException error) when (!error.Message.StartsWith($"'{path}'",
            StringComparison.Ordinal))
        {
            throw new ArgumentOutOfRangeException(error.ParamName, $"'{path}': {FieldRequest.Plain(error)}");
        }
    }

    private IEnumerable<string> Usable
        => _content.Names.Where(name => _content.Streamed.ContainsKey(name)
            || _content[name] is { Text: null, Shape.Count: > 0 });

    private List<(string, RowSource)> Chosen(Dictionary<string, string> columns)
        => [.. columns.Select(column => (column.Key, column.Value.Contains('*', StringComparison.Ordinal)
            ? Joined(column.Key, column.Value) : Rows(column.Key, column.Value, _request.Layouts?.Of(column.Key))))];

    // Every array that has as many samples as the first.
    private List<(string, RowSource)> All()
    {
        foreach (var (name, reason) in _content.Refused) _warn($"'{_path}': '{name}' left out: {reason}.");
        string[] usable = [.. Usable];
        string[] said = [.. usable.Where(name => IsCoordinates(name, said: true))];
        var found = usable.Except(said).Select(name => (Name: name, Rows: Rows(name, name, _request.Layouts?.Of(name))))
            .ToList();
        if (found.Count == 0) throw new FormatException($"'{_path}' holds no arrays of samples.");
        RowSource first = found.FirstOrDefault(f => f.Rows.HasSamples, found[0]).Rows;
        string firstName = found.First(f => f.Rows == first).Name;
        var chosen = found.Where(f => !f.Rows.HasSamples || f.Rows.Samples == first.Samples).ToList();
        string[] left = [.. found.Except(chosen).Select(f => f.Name)];
        foreach (string name in said.Concat(left.Where(name => IsCoordinates(name, said: false))))
            Coordinates.Tell(_path, _content[name], _inform, _warn);
        left = [.. left.Where(name => !IsCoordinates(name, said: false))];
        if (left.Length > 0)
            _warn($"'{_path}': {string.Join(", ", left.Select(_content.Text))} left out, since '{firstName}' has "
                + $"{first.Samples} samples. Name the columns to choose others.");
        return chosen;
    }

    private List<(string, RowSource)> Conventional(Convention convention)
    {
        var fields = Usable.Select(name => (Array: name, Field: convention.Find(name, _content.Rank(name),
            what => _content.Notes.GetValueOrDefault(what)))).Where(f => f.Field is not null).ToList();
        foreach (string name in Usable.Where(name => IsCoordinates(name, said: false)))
            Coordinates.Tell(_path, _content[name], _inform, _warn);
        if (fields.Count == 0)
            throw new FormatException($"'{_path}' holds no fields by the conventions of {convention.Name}; it has "
                + $"{string.Join(", ", _content.Names.Select(_content.Text))}. Name the axes instead.");
        Dictionary<string, string> columns = _request.Columns
            ?? fields.Select(f => f.Field!.Name).Distinct().ToDictionary(name => name);
        return [.. columns.Select(column =>
        {
            var arrays = fields.Where(f => f.Array == column.Value || f.Field!.Name == column.Value).ToList();
            if (arrays.Count == 0)
                throw new ArgumentOutOfRangeException("columns", $"There is no field '{column.Value}'; there is "
                    + $"{string.Join(", ", fields.Select(f => _content.Text(f.Array)))}.");
            var rows = arrays.Select((f, i) => (f.Array, Rows: Rows(column.Key, f.Array, f.Field!.Layout, i == 0)))
                .ToList();
            return (column.Key, rows.Count == 1 && !arrays[0].Field!.IsOneSample ? rows[0].Rows
                : new JoinedRows(column.Key,
                    [.. rows.Select(r => new JoinedRows.Part(r.Array, r.Rows, r.Rows.Samples))]));
        })];
    }

    // Arrays of several groups, each of which is a sample or has some.
    private JoinedRows Joined(string column, string pattern)
    {
        string[] names = [.. Usable.Where(name => ReadRequest.Fits(pattern, name))];
        if (names.Length == 0)
            throw new ArgumentOutOfRangeException("columns", $"There is no array '{pattern}'; there is "
                + $"{string.Join(", ", _content.Names.Select(_content.Text).Concat(_content.Unread))}.");
        return new JoinedRows(column,
            [.. names.Select((name, i) => Rows(column, name, _request.Layouts?.Of(column), i == 0) is var rows
                ? new JoinedRows.Part(name, rows, rows.Samples) : null!)]);
    }

    private RowSource Rows(string column, string name, LayoutAxis[]? axes, bool isTold = true)
    {
        RowSource rows;
        Arrangement arrangement;
        if (_content.Streamed.TryGetValue(name, out StreamedArray? streamed))
        {
            rows = new StreamedRows(streamed, arrangement = Arranged(streamed.Shape, streamed.Parts));
        }
        else
        {
            NamedArray array = Find(name);
            rows = new KeptRows(array, arrangement = Arranged([.. array.Shape.SkipLast(array.IsComplex ? 1 : 0)
                .Select(n => (long)n)], array.IsComplex ? 2 : 1));
        }
        if (arrangement.Lengths is { } lengths) rows = new TrimmedRows(column, rows, Whole(lengths));
        if (isTold) Tell(column, name, rows, axes is not null);
        return rows;

        Arrangement Arranged(IReadOnlyList<long> shape, int parts)
        {
            if (parts == 2 && isTold)
                _inform($"'{_path}': {_content.Text(name)} is complex: real and imaginary parts become two channels.");
            return shape.Contains(0) ? throw new FormatException($"'{_path}': array '{name}' is empty: "
                    + $"[{string.Join(", ", shape)}].")
                : new Arrangement(axes, _content.Text(name), shape, parts);
        }
    }

    private NamedArray Whole(string name)
        => _content.Streamed.TryGetValue(name, out StreamedArray? left)
            ? left.Slab(new long[left.Shape.Count], [.. left.Shape]) : Find(name);

    private NamedArray Find(string name)
    {
        try
        {
            if (_content[name] is { Text: null, Shape.Count: > 0 } array) return array;
            throw new ArgumentOutOfRangeException("columns",
                $"'{_path}': '{name}' is a single value; expected an array with samples.");
        }
        catch (FormatException error)
        {
            throw new FormatException($"'{_path}': {error.Message}", error);
        }
        catch (KeyNotFoundException error)
        {
            IEnumerable<string> there = Usable.Select(_content.Text).Concat(_content.Unread)
                .Select(text => text.LastIndexOf(" [", StringComparison.Ordinal) is var end && end < 0 ? text
                : $"'{text[..end]}'{text[end..]}");
            throw new ArgumentOutOfRangeException(
                $"'{_path}' has no array '{name}'; it has {string.Join(", ", there)}.", error);
        }
    }

    // "Said" are those that the name or the layout says to be coordinates; others only where nothing speaks against it.
    private bool IsCoordinates(string name, bool said)
        => !_content.Streamed.ContainsKey(name) && Coordinates.Axis(_content[name]) is { } axis
        && (!said || name.Contains("coord", StringComparison.OrdinalIgnoreCase)
        || _request.Layouts?.Of(name)?.Any(a => a.Name == axis && a.IsGrid) == true
        && _request.Layouts.Of(name)!.Length > 1);

    private void Tell(string column, string name, RowSource rows, bool isSaid)
    {
        IReadOnlyList<int> dims = rows.Dimensions;
        _inform($"'{_path}': column '{column}' has {(rows.HasSamples ? $"{rows.Samples} samples" : "one sample")} of "
            + $"[{string.Join(", ", dims)}]{(rows.IsVarying ? " at most" : "")}, channels first"
            + (rows.IsInMemory ? "" : ", read from the file when they are asked for")
            + (isSaid ? "." : "; name the axes by a layout where that is wrong."));
        if (rows is KeptRows && Precision.Loss(_path, _content[name], _request.Limits) is { } loss)
            _warn($"'{_path}': column '{column}' {loss} Read its anomalies, columns: {{ [\"{column}\"] = "
                + $"\"{name} - mean\" }}, which are as precise as the file.");
        // Axes of time or channels at the end, taken for points.
        if (!isSaid && dims.Count > 2 && dims.Skip(1).All(n => n < dims[0]))
            _warn($"'{_path}': column '{column}' {_content.Text(name)} would have {dims[0]} channels on a grid of "
                + $"{string.Join("×", dims.Skip(1))} points. Name its axes, such as layout: \"n x y t\" "
                + "where time is last or \"n x y c\" where channels are, or \"n c x y\" where this is right.");
    }
}
