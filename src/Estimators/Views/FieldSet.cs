using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Files that make up one set: a folder, or those that a pattern fits.</summary>
internal static partial class FieldSet
{
    /// <summary>The files that a path means, by name; a path of one file is that file.</summary>
    /// <exception cref="FileNotFoundException">There are none.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        // A folder of Zarr is one file.
        if (DataFile.IsFolder(path)) return [path];
        bool isFolder = Directory.Exists(path);
        string name = Path.GetFileName(path);
        if (!isFolder && !name.AsSpan().ContainsAny('*', '?')) return [path];
        string folder = isFolder ? path : Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        string[] files = !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(DataFile.IsFolder))
            .Where(file => Path.GetFileName(file) is [not '.', ..] plain
                && (isFolder || FileSystemName.MatchesSimpleExpression(name, plain, ignoreCase: false)))
            .OrderBy(Ordered, StringComparer.Ordinal)];
        return files.Length > 0 ? files
            : throw new FileNotFoundException(isFolder ? $"The folder '{path}' has no files."
                : $"No file fits '{path}'.", path);
    }

    /// <summary>Reads the columns of all files, one file's rows after the other's.</summary>
    public static IReadOnlyList<(string Name, RowSource Rows)> Load(IReadOnlyList<string> files, FieldRequest request,
        Action<string> inform, Action<string> warn)
    {
        long left = request.KeptNumbers;
        var sources = new List<(string File, IReadOnlyList<(string Name, RowSource Rows)> Columns)>();
        foreach (string file in files)
        {
            // All files are alike; what is said of the first goes for all.
            bool isFirst = sources.Count == 0;
            IReadOnlyList<(string Name, RowSource Rows)> columns = FieldFile.Load(file, request, Math.Max(0, left),
                isFirst ? inform : _ => { }, isFirst ? warn : _ => { });
            long kept = columns.Sum(c => c.Rows.IsInMemory ? (long)c.Rows.Samples * c.Rows.Frames * c.Rows.Length : 0);
            // Formats that are read as a whole are read again when their rows are asked for.
            if (kept > left)
                columns = [.. columns.Select(c
                    => (c.Name, (RowSource)new ReloadedRows(file, c.Name, request, c.Rows)))];
            else left -= kept;
            if (!isFirst && !columns.Select(c => c.Name).SequenceEqual(sources[0].Columns.Select(c => c.Name)))
                throw new ArgumentOutOfRangeException("path",
                    $"'{file}' has the columns {string.Join(", ", columns.Select(c => c.Name))}, '{files[0]}' "
                    + $"{string.Join(", ", sources[0].Columns.Select(c => c.Name))}. Name the columns.");
            sources.Add((file, columns));
        }
        inform($"{files.Count} files, from '{files[0]}' to '{files[^1]}', make up one set.");
        // What is the same in all rows of a file has no samples of its own.
        return [.. sources[0].Columns.Select((column, i) => (column.Name, (RowSource)new JoinedRows(column.Name,
            [.. sources.Select(s => new JoinedRows.Part(s.File, s.Columns[i].Rows,
                s.Columns.Where(c => c.Rows.HasSamples).Select(c => c.Rows.Samples).FirstOrDefault(1)))])))];
    }

    // Numbers count as numbers: run2 comes before run10.
    private static string Ordered(string file)
        => Number().Replace(Path.GetFileName(file), digits => digits.Value.PadLeft(20, '0'));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
