using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Walks through a Parquet file's footer and the heads of its pages before the library does, which never ends where
/// lists, columns or pages do not add up.
/// </summary>
internal static class ParquetChecks
{
    private const int Tail = 8, Head = 4, LargestPageHead = 1 << 16;
    private const string Footer = "its footer", PageHead = "the head of a page";

    /// <summary>Walks through a file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="budget">Is asked for what pages unpack to.</param>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static void Require(Stream stream, ReadBudget budget)
    {
        if (stream.Length < Tail) throw new EndOfStreamException("the file ends too early.");
        stream.Position = stream.Length - Tail;
        int length = BinaryPrimitives.ReadInt32LittleEndian(stream.ReadBytes(4));
        if (length < 0 || length > stream.Length - Tail)
            throw new FormatException($"{Footer} has {length} of {stream.Length} bytes.");
        stream.Position = stream.Length - Tail - length;
        ReadOnlySpan<byte> footer = stream.ReadBytes(length, length);
        var types = new ThriftReader(footer, Footer);
        types.Check(ParquetTypes.FileMetaData);
        var reader = new ThriftReader(footer, Footer);
        var chunks = new List<Chunk>();
        File(ref reader, chunks);
        if (reader.At != length)
            throw new FormatException($"{Footer} ends after {reader.At} of its {length} bytes.");
        foreach (Chunk chunk in chunks) Pages(stream, chunk, stream.Length - Tail - length, budget);
        stream.Position = 0;
    }

    // FileMetaData, whose second field is the schema and whose fourth are the groups of rows.
    private static void File(ref ThriftReader reader, List<Chunk> chunks)
    {
        int id = 0;
        bool hasSchema = false;
        while (reader.Field(ref id) is var type and not 0)
        {
            if (id == 2)
            {
                Schema(ref reader);
                hasSchema = true;
            }
            else if (id == 4)
                for ((int left, _) = reader.Elements(); left > 0; left--) Group(ref reader, chunks);
            else reader.Skip(type);
        }
        if (!hasSchema) throw new FormatException($"{Footer} has no schema.");
    }

    // The tree of columns, depth first: every element has a type of numbers or says how many elements are inside of it.
    private static void Schema(ref ThriftReader reader)
    {
        (int count, _) = reader.Elements();
        long open = 1;
        for (int i = 0; i < count; i++)
        {
            bool hasType = false, hasName = false;
            long children = 0;
            int id = 0;
            while (reader.Field(ref id) is var type and not 0)
            {
                if (id == 5) children = reader.Signed();
                else reader.Skip(type);
                (hasType, hasName) = (hasType || id == 1, hasName || id == 4);
            }
            if (open < 1 || !hasName || children < 0 || hasType == children > 0)
                throw new FormatException($"its schema is damaged: the element {i} of {count} fits nowhere.");
            open += children - 1;
        }
        if (open != 0) throw new FormatException($"its schema is damaged: {open} elements are missing.");
    }

    // RowGroup, whose first field are the columns, each with its metadata in the third.
    private static void Group(ref ThriftReader reader, List<Chunk> chunks)
    {
        int id = 0;
        while (reader.Field(ref id) is var type and not 0)
        {
            if (id != 1)
            {
                reader.Skip(type);
                continue;
            }
            for ((int left, _) = reader.Elements(); left > 0; left--)
            {
                int field = 0;
                bool hasMetadata = false;
                while (reader.Field(ref field) is var inner and not 0)
                    if (field == 3)
                    {
                        chunks.Add(Metadata(ref reader));
                        hasMetadata = true;
                    }
                    else reader.Skip(inner);
                if (!hasMetadata) throw new FormatException($"{Footer} has a column without metadata.");
            }
        }
    }

    // ColumnMetaData.
    private static Chunk Metadata(ref ThriftReader reader)
    {
        Span<long> numbers = stackalloc long[12];
        int id = 0;
        while (reader.Field(ref id) is var type and not 0)
            if (id is 4 or 5 or 7 or 9 or 11)
                numbers[id] = reader.Signed();
            else reader.Skip(type);
        // A dictionary comes before the pages of numbers.
        long start = numbers[11] > 0 ? Math.Min(numbers[9], numbers[11]) : numbers[9];
        return new Chunk(start, numbers[7], numbers[5], numbers[4] != 0);
    }

    private static void Pages(Stream stream, Chunk chunk, long end, ReadBudget budget)
    {
        if (chunk.Start < Head || chunk.Length < 0 || chunk.Start > end - chunk.Length || chunk.Values < 0)
            throw new FormatException($"a column of {chunk.Values} numbers at {chunk.Start} with {chunk.Length} bytes "
                + "does not fit into it.");
        long at = chunk.Start, left = chunk.Length, values = 0;
        while (values < chunk.Values)
        {
            stream.Position = at;
            int most = (int)Math.Min(LargestPageHead, left);
            ReadOnlySpan<byte> head = stream.ReadBytes(most, most);
            var types = new ThriftReader(head, PageHead);
            types.Check(ParquetTypes.PageHeader);
            var reader = new ThriftReader(head, PageHead);
            Page page = Page.Read(ref reader);
            if (page.Stored < 0 || page.Unpacked < 0 || page.Values < 0 || page.Stored > left - reader.At
                || !chunk.IsPacked && page.Stored != page.Unpacked)
                throw new FormatException($"a page of {page.Values} numbers has {page.Stored} bytes, unpacked "
                    + $"{page.Unpacked}, where {left - reader.At} are left.");
            budget.Unpack(page.Unpacked, "a page");
            (at, left) = (at + reader.At + page.Stored, left - reader.At - page.Stored);
            values += page.Values;
        }
        if (values != chunk.Values)
            throw new FormatException($"a column of {chunk.Values} numbers has pages of {values}.");
    }

    // A column of a group of rows: where its pages begin, their bytes, and how many numbers they hold.
    private readonly record struct Chunk(long Start, long Length, long Values, bool IsPacked);

    // PageHeader. A dictionary's numbers are not the column's.
    private readonly record struct Page(long Unpacked, long Stored, long Values)
    {
        public static Page Read(ref ThriftReader reader)
        {
            long unpacked = -1, stored = -1, values = 0;
            int id = 0;
            while (reader.Field(ref id) is var type and not 0)
            {
                if (id == 2) unpacked = reader.Signed();
                else if (id == 3) stored = reader.Signed();
                else if (id is 5 or 8) values = First(ref reader);
                else reader.Skip(type);
            }
            return new Page(unpacked, stored, values);
        }

        // The number of values is the first field of a page's own head.
        private static long First(ref ThriftReader reader)
        {
            long first = -1;
            int id = 0;
            while (reader.Field(ref id) is var type and not 0)
                if (id == 1) first = reader.Signed();
                else reader.Skip(type);
            return first;
        }
    }
}
