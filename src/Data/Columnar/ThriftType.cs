namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// The type that a field of Thrift's has in the format, which a reader that knows the format takes for granted.
/// </summary>
/// <param name="Wire">Its number in the compact protocol; booleans of fields have 1 and 2.</param>
/// <param name="Element">The type of a list's elements.</param>
/// <param name="Fields">The fields of a structure by number. Others may be there, which nobody reads.</param>
internal sealed record ThriftType(int Wire, ThriftType? Element = null,
    IReadOnlyDictionary<int, ThriftType>? Fields = null)
{
    public static ThriftType Bool { get; } = new(2);

    public static ThriftType I8 { get; } = new(3);

    public static ThriftType I16 { get; } = new(4);

    public static ThriftType I32 { get; } = new(ThriftReader.Int32);

    public static ThriftType I64 { get; } = new(ThriftReader.Int64);

    public static ThriftType F64 { get; } = new(7);

    public static ThriftType Binary { get; } = new(8);

    /// <summary>A list.</summary>
    public static ThriftType ListOf(ThriftType element) => new(ThriftReader.List, element);

    /// <summary>A structure whose fields are numbered from 1.</summary>
    public static ThriftType Struct(params ThriftType[] fields)
        => Struct([.. fields.Select((field, i) => (i + 1, field))]);

    /// <summary>A structure.</summary>
    public static ThriftType Struct(params (int Id, ThriftType Type)[] fields)
        => new(ThriftReader.Struct, Fields: fields.ToDictionary(f => f.Id, f => f.Type));
}
