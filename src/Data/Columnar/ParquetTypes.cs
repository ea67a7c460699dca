using static Microsoft.ML.NeuralOperators.Data.Columnar.ThriftType;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>The structures of Parquet's metadata (parquet-format 2.11, parquet.thrift).</summary>
internal static class ParquetTypes
{
    private static readonly ThriftType Empty = Struct(Array.Empty<ThriftType>());

    private static readonly ThriftType KeyValue = Struct(Binary, Binary);

    private static readonly ThriftType Statistics = Struct(Binary, Binary, I64, I64, Binary, Binary, Bool, Bool);

    private static readonly ThriftType Time = Struct(Bool, Struct(Empty, Empty, Empty));

    private static readonly ThriftType LogicalType = Struct(
    [
        (1, Empty), (2, Empty), (3, Empty), (4, Empty), (5, Struct(I32, I32)), (6, Empty), (7, Time), (8, Time),
        (10, Struct(I8, Bool)), (11, Empty), (12, Empty), (13, Empty), (14, Empty), (15, Empty), (16, Struct(I8)),
        (17, Struct(Binary)), (18, Struct(Binary, I32)),
    ]);

    private static readonly ThriftType SchemaElement = Struct(I32, I32, I32, Binary, I32, I32, I32, I32,
        I32, LogicalType);

    private static readonly ThriftType GeospatialStatistics = Struct(Struct(F64, F64, F64, F64, F64,
        F64, F64, F64), ListOf(I32));

    private static readonly ThriftType ColumnMetaData = Struct(I32, ListOf(I32), ListOf(Binary), I32, I64,
        I64, I64, ListOf(KeyValue), I64, I64, I64, Statistics, ListOf(Struct(I32, I32, I32)), I64,
        I32, Struct(I64, ListOf(I64), ListOf(I64)), GeospatialStatistics);

    private static readonly ThriftType ColumnChunk = Struct(Binary, I64, ColumnMetaData, I64, I32, I64, I32,
        Struct(Empty, Struct(ListOf(Binary), Binary)), Binary);

    private static readonly ThriftType RowGroup = Struct(ListOf(ColumnChunk), I64, I64,
        ListOf(Struct(I32, Bool, Bool)), I64, I64, I16);

    private static readonly ThriftType Encryption = Struct(Binary, Binary, Bool);

    /// <summary>The footer.</summary>
    public static ThriftType FileMetaData { get; } = Struct(I32, ListOf(SchemaElement), I64, ListOf(RowGroup),
        ListOf(KeyValue), Binary, ListOf(Struct(Empty)), Struct(Encryption, Encryption), Binary);

    /// <summary>The head of a page.</summary>
    public static ThriftType PageHeader { get; } = Struct(I32, I32, I32, I32,
        Struct(I32, I32, I32, I32, Statistics), Empty, Struct(I32, I32, Bool),
        Struct(I32, I32, I32, I32, I32, I32, Bool, Statistics));
}
