using System.Text.Json;
using Microsoft.ML.NeuralOperators.Data.Writing;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Parquet, written by Parquet.Net: one row a sample, arrays as lists, their sizes in the metadata of the file.
/// </summary>
internal static class ParquetFile
{
    public static void Write(Stream stream, IReadOnlyList<StoredArray> arrays, bool isCompressed,
        CancellationToken cancellation)
    {
        IEnumerable<(long Start, int Count)> groups = RowGroups.Of(arrays);
        DataField[] items = [.. arrays.Select(a => new DataField(IsList(a) ? "element" : a.Name, TypeOf(a), false))];
        var schema = new ParquetSchema(arrays.Select((a, i) => IsList(a) ? (Field)new ListField(a.Name, items[i])
            : items[i]));
        var options = new ParquetOptions
        {
            CompressionMethod = isCompressed ? CompressionMethod.Zstd : CompressionMethod.Snappy,
            // Numbers of fields hardly repeat.
            DictionaryEncodingThreshold = 0,
        };
        WriteAsync().GetAwaiter().GetResult();

        async Task WriteAsync()
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, options,
                cancellationToken: cancellation).ConfigureAwait(false);
            writer.CustomMetadata = new Dictionary<string, string>
            {
                [ColumnarShapes.ParquetKey] = JsonSerializer.Serialize(arrays
                    .Where(a => a.Shape.Count > 1 && a.Counts is null).ToDictionary(a => a.Name, a => a.Shape.Skip(1))),
            };
            foreach (var (start, count) in groups)
            {
                cancellation.ThrowIfCancellationRequested();
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                for (int i = 0; i < arrays.Count; i++)
                    await Write(group, items[i], arrays[i], start, count, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static bool IsList(StoredArray array) => array.Shape.Count > 1;

    private static Type TypeOf(StoredArray array) => array.Code switch
    {
        "f4" => typeof(float),
        "f8" => typeof(double),
        "i1" => typeof(sbyte),
        "u1" => typeof(byte),
        "i2" => typeof(short),
        "u2" => typeof(ushort),
        "i4" => typeof(int),
        "u4" => typeof(uint),
        "i8" => typeof(long),
        _ => typeof(ulong),
    };

    private static Task Write(ParquetRowGroupWriter group, DataField field, StoredArray array, long start, int count,
        CancellationToken cancellation) => array.Code switch
        {
            "f4" => Write<float>(group, field, array, start, count, cancellation),
            "f8" => Write<double>(group, field, array, start, count, cancellation),
            "i1" => Write<sbyte>(group, field, array, start, count, cancellation),
            "u1" => Write<byte>(group, field, array, start, count, cancellation),
            "i2" => Write<short>(group, field, array, start, count, cancellation),
            "u2" => Write<ushort>(group, field, array, start, count, cancellation),
            "i4" => Write<int>(group, field, array, start, count, cancellation),
            "u4" => Write<uint>(group, field, array, start, count, cancellation),
            "i8" => Write<long>(group, field, array, start, count, cancellation),
            _ => Write<ulong>(group, field, array, start, count, cancellation),
        };

    private static Task Write<T>(ParquetRowGroupWriter group, DataField field, StoredArray array, long start, int count,
        CancellationToken cancellation)
        where T : unmanaged
    {
        T[] values = RowGroups.Read<T>(array, start, count);
        if (!IsList(array)) return group.WriteAsync<T>(field, values, cancellationToken: cancellation);
        // A list without numbers takes one place, at which nothing is defined but the list.
        int[] lengths = RowGroups.Lengths(array, start, count);
        int places = lengths.Sum(n => Math.Max(1, n)), at = 0;
        int[] definitions = new int[places], repetitions = new int[places];
        Array.Fill(definitions, field.MaxDefinitionLevel);
        Array.Fill(repetitions, 1);
        foreach (int length in lengths)
        {
            repetitions[at] = 0;
            if (length == 0) definitions[at] = field.MaxDefinitionLevel - 1;
            at += Math.Max(1, length);
        }
        return group.WriteAllPartsAsync<T>(field, values, definitions, repetitions, cancellation);
    }
}
