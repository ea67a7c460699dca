namespace Microsoft.ML.Data;

/// <summary>Kinds of values in text files.</summary>
public enum DataKind : byte
{
    /// <summary>Signed 8 bits.</summary>
    SByte = 1,
    /// <summary>Unsigned 8 bits.</summary>
    Byte = 2,
    /// <summary>Signed 16 bits.</summary>
    Int16 = 3,
    /// <summary>Unsigned 16 bits.</summary>
    UInt16 = 4,
    /// <summary>Signed 32 bits.</summary>
    Int32 = 5,
    /// <summary>Unsigned 32 bits.</summary>
    UInt32 = 6,
    /// <summary>Signed 64 bits.</summary>
    Int64 = 7,
    /// <summary>Unsigned 64 bits.</summary>
    UInt64 = 8,
    /// <summary>Single precision.</summary>
    Single = 9,
    /// <summary>Double precision.</summary>
    Double = 10,
    /// <summary>Text.</summary>
    String = 11,
    /// <summary>True or false.</summary>
    Boolean = 12,
    /// <summary>A length of time.</summary>
    TimeSpan = 13,
    /// <summary>A point in time.</summary>
    DateTime = 14,
    /// <summary>A point in time with an offset.</summary>
    DateTimeOffset = 15,
}

/// <summary>How many values a key has.</summary>
public sealed class KeyCount
{
    /// <summary>As many as its type has.</summary>
    public KeyCount()
    {
    }

    /// <summary>So many.</summary>
    public KeyCount(ulong count)
    {
        if (count == 0) throw new ArgumentOutOfRangeException(nameof(count), "The cardinality of valid key values has to be strictly positive.");
        Count = count;
    }

    /// <summary>The number, null for as many as the type has.</summary>
    public ulong? Count;
}

/// <summary>Kinds as column types, and by the short names that files use.</summary>
internal static class DataKinds
{
    private static readonly string[] ShortNames = ["", "I1", "U1", "I2", "U2", "I4", "U4", "I8", "U8", "R4", "R8", "TX", "BL", "TS", "DT", "DZ"];

    public static PrimitiveDataViewType Type(DataKind kind, KeyCount? key)
    {
        PrimitiveDataViewType type = kind switch
        {
            DataKind.String => TextDataViewType.Instance,
            _ when Enum.IsDefined(kind) => ColumnTypes.Find(System.Type.GetType($"System.{kind}")!)!,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), "Bad item type"),
        };
        return key is null ? type : new KeyDataViewType(type.RawType, key.Count ?? ColumnTypes.MostKeys(type.RawType));
    }

    public static DataKind Of(DataViewType item)
        => item is TextDataViewType ? DataKind.String : Enum.TryParse(item.RawType.Name, out DataKind kind) ? kind
            : throw new NotSupportedException($"Columns of the type {item} cannot be saved as text.");

    public static string ShortName(DataKind kind) => ShortNames[(int)kind];

    public static DataKind? FromName(string name)
        => Array.IndexOf(ShortNames, name) is > 0 and var code ? (DataKind)code : Enum.TryParse(name, true, out DataKind kind) ? kind : null;
}
