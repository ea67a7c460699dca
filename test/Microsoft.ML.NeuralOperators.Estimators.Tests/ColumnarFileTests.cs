using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Data.Columnar;
using Microsoft.ML.NeuralOperators.Data.Formats;
using Microsoft.ML.NeuralOperators.Data.Writing;
using Microsoft.ML.NeuralOperators.Testing;
using Parquet;
using Parquet.Schema;
using Xunit;
using Field = Apache.Arrow.Field;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Parquet and Arrow, as other programs write them, and what is written for other programs.</summary>
public sealed class ColumnarFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Parquet_columns_of_every_number_and_of_lists_of_lists_are_read()
    {
        DataField plain = new("plain", typeof(long), false), nullable = new("nullable", typeof(double), true),
            text = new("text", typeof(string)), flag = new("flag", typeof(bool), false),
            item = new("element", typeof(float), true);
        var grid = new ListField("grid", new ListField("element", item));
        await Write(new ParquetSchema(plain, nullable, text, flag, grid), async group =>
        {
            await group.WriteAsync<long>(plain, new long[] { 1, 2 }, cancellationToken: Stop);
            await group.WriteAsync<double>(nullable, new double?[] { 0.5, null }, cancellationToken: Stop);
            await group.WriteAsync(text, ["a", "b"]);
            await group.WriteAsync<bool>(flag, new[] { true, false }, cancellationToken: Stop);
            // Two rows of 2×3; of one number only the lists are there.
            int[] levels = [0, 2, 2, 1, 2, 2, 0, 2, 2, 1, 2, 2], defined = [.. Enumerable.Repeat(5, 12)];
            defined[4] = 4;
            await group.WriteAllPartsAsync<float>(item, new float[] { 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12 }, defined,
                levels, Stop);
        });
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(_folder["x.parquet"]);
        Assert.Equal(["1,2", "0.5,NaN", "1,0"], new[] { "plain", "nullable", "flag" }
            .Select(name => string.Join(',', arrays[name].Values)));
        Assert.Equal([2, 2, 3], arrays["grid"].Shape);
        Assert.Equal([1, 2, 3, 4, float.NaN, 6, 7, 8, 9, 10, 11, 12], arrays["grid"].Values);
        Assert.Contains("the column 'text' holds elements",
            Assert.Throws<FormatException>(() => arrays["text"]).Message);
    }

    [Theory]
    [InlineData(new[] { 2, 2, 3, 2 }, 2)]
    [InlineData(new[] { 2, 2, 1, 2 }, 2)]
    [InlineData(new[] { 2, 2, 2, 1 }, 3)]
    [InlineData(new[] { 2, 0, 2, 2 }, 1)]
    public void A_row_of_another_length_is_named(int[] lengths, int row)
    {
        foreach (string file in new[] { "x.parquet", "x.arrow" })
        {
            Ragged(file, lengths);
            string message = Assert.Throws<FormatException>(() => DataFile.Read(_folder[file])["v"]).Message;
            Assert.Contains($"row {row} of 'v'", message);
            Assert.Equal(lengths.Length, DataFile.Read(_folder[file])["n"].Values.Length);
        }
    }

    [Fact]
    public async Task Lists_of_different_lengths_are_lists_in_the_file()
    {
        Ragged("x.parquet", [2, 0, 3]);
        await using ParquetReader reader =
            await ParquetReader.CreateAsync(_folder["x.parquet"], cancellationToken: Stop);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        DataField field = reader.Schema.DataFields[0];
        Assert.Equal("v/list/element", field.Path.ToString());
        int[] definitions = new int[6], repetitions = new int[6];
        float[] values = new float[6];
        await group.ReadRawAsync<float>(field, values, definitions, repetitions, Stop);
        Assert.Equal([0, 1, 0, 0, 1, 1], repetitions);
        Assert.Equal([2, 2, 1, 2, 2, 2], definitions);
        Assert.Equal([0, 1, 2, 3, 4], values[..5]);

        Ragged("x.arrow", [2, 0, 3]);
        using var arrow = ArrowFileReader.FromFile(_folder["x.arrow"]);
        using RecordBatch batch = await arrow.ReadRecordBatchAsync(0, Stop);
        Assert.Equal([0, 2, 2, 5], ((ListArray)batch.Column("v")).ValueOffsets.ToArray());
    }

    [Fact]
    public void Arrow_columns_of_every_kind_are_read()
    {
        FloatArray numbers = new FloatArray.Builder().Append(1).AppendNull().AppendRange([3, 4, 5, 6]).Build();
        var pairs = new FixedSizeListType(new Field("item", FloatType.Default, true), 1);
        var grid = new FixedSizeListType(new Field("item", pairs, true), 3);
        Arrow(CompressionCodecType.Lz4Frame,
            ("half", new HalfFloatArray.Builder().AppendRange([(Half)1.5, (Half)2]).Build()),
            ("flag", new BooleanArray.Builder().Append(true).Append(false).Build()),
            ("count", new UInt16Array.Builder().Append(65535).AppendNull().Build()),
            ("text", new StringArray.Builder().Append("a").Append("b").Build()),
            ("grid", new FixedSizeListArray(grid, 2, new FixedSizeListArray(pairs, 6, numbers, ArrowBuffer.Empty),
                ArrowBuffer.Empty)));
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(_folder["x.arrow"]);
        Assert.Equal([1.5f, 2], arrays["half"].Values);
        Assert.Equal([1f, 0], arrays["flag"].Values);
        Assert.Equal([65535, float.NaN], arrays["count"].Values);
        Assert.Equal([2, 3, 1], arrays["grid"].Shape);
        Assert.Equal([1, float.NaN, 3, 4, 5, 6], arrays["grid"].Values);
        Assert.Contains("the type utf8", Assert.Throws<FormatException>(() => arrays["text"]).Message);
    }

    /// <summary>The library itself would never come to an end with some of these.</summary>
    [Theory]
    [InlineData(2, "4 elements are missing", 0x0A)]
    [InlineData(0, "promises", 0xFC, 0xFF, 0xFF, 0xFF, 0x7F)]
    [InlineData(0, "has a list of the type 5 for 12", 0x45)]
    [InlineData(-4, "ends after")]
    [InlineData(-1, "of the type 0 after", 0x10)]
    public void Footers_that_do_not_add_up_are_refused_before_they_are_believed(int change, string fault,
        params int[] bytes)
    {
        DataFile.Write(_folder["x.parquet"], [new NamedArray("u", [2, 3], new float[6])]);
        byte[] file = File.ReadAllBytes(_folder["x.parquet"]);
        // FileMetaData: its version, then a list of schema elements that begins with the root.
        int length = BitConverter.ToInt32(file, file.Length - 8), begin = file.Length - 8 - length,
            root = file.AsSpan().LastIndexOf("root"u8);
        byte[] tail = BitConverter.GetBytes(length + (change == 0 ? bytes.Length - 1 : 0) - Math.Min(0, change));
        byte[] footer = file[begin..^8];
        footer = change switch
        {
            // Children inside of the root, and elements of the list.
            > 0 => [.. footer[..(root - begin + 5)], (byte)bytes[0], .. footer[(root - begin + 6)..]],
            0 => [.. footer[..3], .. bytes.Select(b => (byte)b), .. footer[4..]],
            // The end of the whole.
            -1 => [.. footer[..^1], (byte)bytes[0], 0],
            _ => [.. footer, .. new byte[-change]],
        };
        File.WriteAllBytes(_folder["x.parquet"], [.. file[..begin], .. footer, .. tail, .. "PAR1"u8]);
        Assert.Contains(fault, Assert.Throws<FormatException>(() => DataFile.Read(_folder["x.parquet"])).Message);
    }

    [Theory]
    [InlineData(0, "has a field 1 of the type 4 for 5")]
    [InlineData(3, "has 2 bytes, unpacked")]
    public void Pages_that_do_not_add_up_are_refused_before_they_are_believed(int place, string fault)
    {
        DataFile.Write(_folder["x.parquet"], [new NamedArray("u", [2, 3], new float[6])]);
        byte[] file = File.ReadAllBytes(_folder["x.parquet"]);
        // After the signature the page's type, its unpacked and its packed size: a field's head and a number each.
        file[4 + place] = (byte)(place == 0 ? 0x14 : 0x15);
        if (place == 3)
        {
            int at = 4 + 3;
            while (file[at] >= 128) at++;
            Assert.Equal(0x15, file[at + 1]);
            file[at + 2] = 4;
        }
        File.WriteAllBytes(_folder["x.parquet"], file);
        Assert.Contains(fault, Assert.Throws<FormatException>(() => DataFile.Read(_folder["x.parquet"])["u"]).Message);
    }

    [Fact]
    public void A_row_that_is_null_is_named()
    {
        var list = new ListArray.Builder(FloatType.Default);
        list.Append();
        ((FloatArray.Builder)list.ValueBuilder).Append(1);
        list.AppendNull();
        Arrow(null, ("v", list.Build()));
        Assert.Contains("row 1 of 'v' is null", Assert.Throws<FormatException>(()
            => DataFile.Read(_folder["x.arrow"])).Message);
    }

    [Theory]
    [InlineData("x.parquet")]
    [InlineData("x.arrow")]
    public void Large_columns_stay_in_the_file_and_are_read_by_parts(string file)
    {
        // Rows of 5 MB, three of which make a group.
        float[] numbers = new float[7 * 2 * 625_000];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = i % 9973;
        DataFile.Write(_folder[file], [new("u", [7, 2, 625_000], numbers), new("n", [7], [0, 1, 2, 3, 4, 5, 6])]);
        FileContent content = DataFile.Open(_folder[file], new ReadRequest(KeptNumbers: 1000), null);
        Assert.Equal(["n"], content.Keys);
        StreamedArray array = content.Streamed["u"];
        Assert.Equal([7, 2, 625_000], array.Shape);
        Assert.Equal(3, array.Together(0));
        foreach (int row in new[] { 0, 5, 2, 6 }) RequireRows(row, 1);
        RequireRows(2, 3);
        NamedArray part = array.Slab([1, 1, 10], [4, 1, 5]);
        Assert.Equal(Enumerable.Range(1, 4).SelectMany(row => Enumerable.Range(0, 5)
            .Select(i => numbers[row * 1_250_000 + 625_000 + 10 + i])), part.Values);
        DataFile.Write(_folder[file], [new("u", [1, 2], [1, 2])]);
        Assert.Contains("has changed", Assert.Throws<FormatException>(()
            => array.Slab([6, 0, 0], [1, 1, 1])).Message);

        void RequireRows(int first, int count)
            => Assert.True(numbers.AsSpan(first * 1_250_000, count * 1_250_000)
                .SequenceEqual(array.Slab([first, 0, 0], [count, 2, 625_000]).Values));
    }

    [Theory]
    [InlineData("x.parquet")]
    [InlineData("x.arrow")]
    public void Sizes_of_rows_are_what_they_were_and_names_are_asked_for(string file)
    {
        DataFile.Write(_folder[file], [new("a.b", [2, 1, 2, 3], [.. Enumerable.Range(0, 12).Select(i => (float)i)]),
            new("other", [2], [1, 2])]);
        NamedArray array = Assert.Single(DataFile.Read(_folder[file], ["a.b"]).Values);
        Assert.Equal([2, 1, 2, 3], array.Shape);
        string missing = Assert.Throws<ArgumentOutOfRangeException>(() => new MLContext().NeuralOperators()
            .LoadFields(_folder[file], new() { ["a"] = "w" })).Message;
        Assert.Contains("other", missing);
    }

    [Theory]
    [InlineData("x.parquet")]
    [InlineData("x.arrow")]
    public void What_a_file_of_columns_cannot_hold_is_refused_and_leaves_nothing(string file)
    {
        Refused("z [3] is complex", new NamedArray("z", [3, 2], new float[6]) { IsComplex = true });
        Refused("b [2] does not have the 3 rows of a [3]", new NamedArray("a", [3], new float[3]),
            new NamedArray("b", [2], new float[2]));
        Assert.Empty(_folder.Names);

        void Refused(string text, params NamedArray[] arrays)
            => Assert.Contains(text, Assert.Throws<ArgumentException>(()
                => DataFile.Write(_folder[file], arrays)).Message);
    }

    [Theory]
    [InlineData("x.parquet")]
    [InlineData("x.arrow")]
    public void Damaged_files_are_refused_or_right(string file)
    {
        float[] numbers = [.. Enumerable.Range(0, 600).Select(i => i / 7f)];
        DataFile.Write(_folder[file], [new("u", [20, 3, 10], numbers), new("n", [20], numbers[..20])],
            new() { Compress = true });
        byte[] whole = File.ReadAllBytes(_folder[file]);
        var random = new Random(1);
        for (int i = 0; i < 600; i++)
        {
            byte[] damaged = [.. whole];
            if (i % 3 == 0) damaged = damaged[..random.Next(whole.Length)];
            else damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                _ = DataFile.Read(_folder.Write("damaged", damaged)).Count;
            }
            catch (FormatException)
            {
                // What a user can catch.
            }
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task Write(ParquetSchema schema, Func<ParquetRowGroupWriter, Task> write)
    {
        await using FileStream stream = File.Create(_folder["x.parquet"]);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: Stop);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        await write(group);
    }

    private void Arrow(CompressionCodecType? codec, params (string Name, IArrowArray Array)[] columns)
    {
        var schema = new Schema(columns.Select(c => new Field(c.Name, c.Array.Data.DataType, true)), null);
        using FileStream stream = File.Create(_folder["x.arrow"]);
        using var writer = new ArrowFileWriter(stream, schema, false, new IpcOptions
        {
            CompressionCodec = codec,
            CompressionCodecFactory = new CompressionCodecFactory(),
        });
        writer.WriteRecordBatch(new RecordBatch(schema, columns.Select(c => c.Array), columns[0].Array.Length));
        writer.WriteEnd();
    }

    // A column of lists and one of numbers, as SaveFields writes them.
    private void Ragged(string file, int[] lengths)
    {
        var mlContext = new MLContext();
        int next = 0;
        IDataView data = mlContext.Data.LoadFromEnumerable(lengths.Select(n => new Row
        {
            v = [.. Enumerable.Range(0, n).Select(_ => (float)next++)],
            n = n,
        }).ToArray());
        mlContext.NeuralOperators().SaveFields(data, _folder[file]);
    }

    private sealed class Row
    {
        public float[] v = [];

        public int n;
    }
}
