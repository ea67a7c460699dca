using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>Files of columns as arrays [rows, sizes of a row…].</summary>
internal static class ColumnarFormat
{
    /// <summary>What opens a file; null where it is none of columns.</summary>
    public static Func<string, ReadBudget, ColumnarTable>? Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[6];
        magic = magic[..stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false)];
        return magic.StartsWith("PAR1"u8) ? ParquetTable.Open : magic.SequenceEqual("ARROW1"u8) ? ArrowTable.Open
            : null;
    }

    /// <summary>Reads arrays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="request">Those wanted.</param>
    /// <param name="limits">What reading may cost.</param>
    public static FileContent Read(string path, Func<string, ReadBudget, ColumnarTable> open, ReadRequest request,
        ReadLimits limits)
    {
        Rules.Require(limits, nameof(limits));
        var budget = new ReadBudget(limits, new FileInfo(path).Length);
        var content = new FileContent(request);
        try
        {
            using ColumnarTable table = open(path, budget);
            var columns = new List<KeptColumn>();
            for (int column = 0; column < table.Columns.Count; column++)
            {
                budget.Take(ReadBudget.InstanceBytes);
                string name = budget.Name(table.Columns[column]);
                if (content.Wants(name, [table.Groups.Sum()]))
                    Try(content, name, () => Begin(path, open, table, column, content, columns, limits, budget));
            }
            // A group of all columns lies together.
            for (int group = 0; group < table.Groups.Count; group++)
                foreach (KeptColumn column in columns.ToArray())
                    if (!Try(content, column.Name, () => column.Read(table, group))) columns.Remove(column);
            foreach (KeptColumn column in columns)
                content.Add(NamedArray.Of(column.Name, column.Shape, 1, column.Values));
            content.RequireAny();
            return content;
        }
        catch (Exception error) when (error is not (OutOfMemoryException or FileNotFoundException))
        {
            throw new FormatException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a group, whose rows must have the sizes of those before.</summary>
    /// <param name="table">The file.</param>
    /// <param name="column">The column.</param>
    /// <param name="group">The group.</param>
    /// <param name="sizes">The sizes of a row; null before the first one.</param>
    public static ColumnarRows ReadGroup(ColumnarTable table, int column, int group, int[]? sizes)
    {
        ColumnarRows rows = table.Read(column, group);
        if (sizes is null || rows.Sizes.AsSpan().SequenceEqual(sizes)) return rows;
        throw new UnsupportedArrayException($"row {table.First(group)} of '{table.Columns[column]}' is a list of "
            + $"[{string.Join(", ", rows.Sizes)}], row 0 of [{string.Join(", ", sizes)}]; expected one length for all "
            + "rows.");
    }

    // What is damaged spoils only itself. The libraries throw whatever reading nonsense leads to.
    private static bool Try(FileContent content, string name, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            content.Refuse(name, error.Message.TrimEnd('.'));
            return false;
        }
    }

    private static void Begin(string path, Func<string, ReadBudget, ColumnarTable> open, ColumnarTable table,
        int column,
        FileContent content, List<KeptColumn> kept, ReadLimits limits, ReadBudget budget)
    {
        string name = table.Columns[column];
        long rows = table.Groups.Sum();
        int first = table.Groups.ToList().FindIndex(n => n > 0);
        if (first < 0) throw new UnsupportedArrayException($"the column '{name}' has no rows.");
        ColumnarRows head = table.Read(column, first);
        int[] row = head.Sizes, sizes = Shaped(table.Sizes(column), row);
        long length = row.Aggregate(1L, (product, n) => product * n);
        long[] shape = [rows, .. sizes.Select(n => (long)n)];
        if (content.Streams(rows * length))
        {
            content.Add(new ColumnarArray(path, () => open(path, new ReadBudget(limits, new FileInfo(path).Length)),
                column, name, shape, row, [.. table.Groups]));
            return;
        }
        budget.Take(sizeof(float) * rows * length);
        var values = new float[ElementDecoder.Count([rows, length])];
        head.Values.CopyTo(values, 0);
        kept.Add(new KeptColumn(name, column, shape, row, values, first + 1, head.Values.Length));
    }

    // The sizes that the file says, where they are those of as many numbers.
    private static int[] Shaped(int[]? said, int[] row)
        => said is not null && said.All(n => n >= 0)
        && said.Aggregate(1L, (product, n) => product * n) == row.Aggregate(1L, (product, n) => product * n)
        ? said : row;

    /// <summary>A column on its way into memory.</summary>
    private sealed class KeptColumn(string name, int column, long[] shape, int[] row, float[] values, int next,
        int filled)
    {
        private int _filled = filled;

        public string Name => name;

        public long[] Shape => shape;

        public float[] Values => values;

        public void Read(ColumnarTable table, int group)
        {
            if (group < next || table.Groups[group] == 0) return;
            float[] part = ReadGroup(table, column, group, row).Values;
            part.CopyTo(values, _filled);
            _filled += part.Length;
        }
    }
}
