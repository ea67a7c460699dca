using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Data.Reading;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Parquet, read by Parquet.Net: columns of numbers, and of lists of them or of lists of lists. Nulls among the numbers
/// are NaN.
/// </summary>
internal sealed class ParquetTable : ColumnarTable
{
    private readonly ParquetReader _reader;
    private readonly ReadBudget _budget;
    private readonly Field[] _fields;
    private readonly string? _shapes;

    private ParquetTable(ParquetReader reader, ReadBudget budget)
    {
        (_reader, _budget) = (reader, budget);
        _fields = [.. reader.Schema.Fields];
        _shapes = reader.CustomMetadata.GetValueOrDefault(ColumnarShapes.ParquetKey);
        Groups = [.. reader.RowGroups.Select(g => g.RowCount)];
        Columns = [.. _fields.Select(f => f.Name)];
    }

    public override IReadOnlyList<long> Groups { get; }

    public override IReadOnlyList<string> Columns { get; }

    public static ColumnarTable Open(string path, ReadBudget budget)
    {
        var stream = new WholeReads(path, isExact: false);
        try
        {
            ParquetChecks.Require(stream, budget);
            return new ParquetTable(ParquetReader.CreateAsync(stream, leaveStreamOpen: false).GetAwaiter().GetResult(),
                budget);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override int[]? Sizes(int column)
        => _shapes is null ? null : ColumnarShapes.OfColumn(_shapes, Columns[column]);

    public override ColumnarRows Read(int column, int group)
    {
        Field item = _fields[column];
        while (item is ListField list) item = list.Item;
        if (item is not DataField field)
            throw new UnsupportedArrayException($"the column '{Columns[column]}' holds {item.SchemaType} values.");
        Type type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Single => Read<float>(field, group, "f4"),
            TypeCode.Double => Read<double>(field, group, "f8"),
            TypeCode.SByte => Read<sbyte>(field, group, "i1"),
            TypeCode.Byte => Read<byte>(field, group, "u1"),
            TypeCode.Int16 => Read<short>(field, group, "i2"),
            TypeCode.UInt16 => Read<ushort>(field, group, "u2"),
            TypeCode.Int32 => Read<int>(field, group, "i4"),
            TypeCode.UInt32 => Read<uint>(field, group, "u4"),
            TypeCode.Int64 => Read<long>(field, group, "i8"),
            TypeCode.UInt64 => Read<ulong>(field, group, "u8"),
            TypeCode.Boolean => Read<bool>(field, group, "b1"),
            _ => throw new UnsupportedArrayException($"the column '{Columns[column]}' holds elements of the type "
                + $"{type.Name}."),
        };
    }

    public override void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private ColumnarRows Read<T>(DataField field, int group, string code)
        where T : unmanaged
    {
        using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
        string name = field.Path.FirstPart!;
        long there = reader.GetMetadata(field)?.MetaData?.NumValues
            ?? throw new FormatException($"it has a group without the column '{name}'.");
        if (there < 0 || there > Array.MaxLength)
            throw new UnsupportedArrayException($"the column '{name}' has a row group of {there} numbers, more than "
                + $"fit "
                + "into memory; write the file with smaller row groups.");
        _budget.Take(there * (Unsafe.SizeOf<T>() + sizeof(float) + 2 * sizeof(int)));
        int count = (int)there;
        var values = new T[count];
        int[]? definitions = field.MaxDefinitionLevel > 0 ? new int[count] : null;
        int[]? repetitions = field.MaxRepetitionLevel > 0 ? new int[count] : null;
        reader.ReadRawAsync<T>(field, values, definitions?.AsMemory(), repetitions?.AsMemory()).AsTask().GetAwaiter()
            .GetResult();
        float[] numbers = ElementDecoder.Decode(code, MemoryMarshal.AsBytes(values.AsSpan()));
        if (definitions is not null && !definitions.AsSpan().ContainsAnyExcept(field.MaxDefinitionLevel))
            definitions = null;
        if (definitions is not null) numbers = Spread(numbers, definitions, repetitions, field, name, First(group));
        int[] sizes = repetitions is null ? []
            : ListShape.Of(repetitions, field.MaxRepetitionLevel, name, First(group));
        if (numbers.Length != reader.RowCount * sizes.Aggregate(1L, (product, n) => product * n))
            throw new FormatException($"the column '{name}' has {numbers.Length} numbers in {reader.RowCount} rows.");
        return new ColumnarRows(numbers, sizes);
    }

    // Only numbers that are there are stored.
    private static float[] Spread(float[] numbers, int[] definitions, int[]? repetitions, DataField field, string name,
        long row)
    {
        var spread = new float[definitions.Length];
        bool isNullable = field.IsNullable;
        row--;
        for (int i = 0, next = 0; i < spread.Length; i++)
        {
            if (repetitions is null || repetitions[i] == 0) row++;
            if (definitions[i] == field.MaxDefinitionLevel) spread[i] = numbers[next++];
            else if (isNullable && definitions[i] == field.MaxDefinitionLevel - 1) spread[i] = float.NaN;
            else throw new UnsupportedArrayException($"row {row} of '{name}' is null or an empty list.");
        }
        return spread;
    }
}
