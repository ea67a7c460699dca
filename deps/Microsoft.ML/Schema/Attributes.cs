using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>Dimensions of a vector member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>A vector whose size varies.</summary>
    public VectorTypeAttribute()
    {
    }

    /// <summary>A vector of a size.</summary>
    public VectorTypeAttribute(int size)
        : this([size])
    {
    }

    /// <summary>A vector with dimensions.</summary>
    public VectorTypeAttribute(params int[] dimensions)
    {
        if (Array.Exists(dimensions, d => d < 0)) throw new ArgumentOutOfRangeException(nameof(dimensions), "Should contain only non-negative values");
        Dims = [.. dimensions];
    }

    internal ImmutableArray<int>? Dims { get; }
}

/// <summary>Name of a member's column.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class ColumnNameAttribute : Attribute
{
    /// <summary>The name.</summary>
    public ColumnNameAttribute(string name) => Name = name;

    internal string Name { get; }
}

/// <summary>A member that is no column.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class NoColumnAttribute : Attribute
{
    /// <summary>A member that is no column.</summary>
    public NoColumnAttribute()
    {
    }
}

/// <summary>A member that is a key.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>A key of as many values as its type has.</summary>
    public KeyTypeAttribute()
    {
    }

    /// <summary>A key of so many values.</summary>
    public KeyTypeAttribute(ulong count) => Count = count;

    internal ulong? Count { get; }
}

/// <summary>Where a member's values stand in a text file.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnAttribute : Attribute
{
    /// <summary>One field.</summary>
    public LoadColumnAttribute(int fieldIndex) => Ranges = [new(fieldIndex)];

    /// <summary>Fields from one to another.</summary>
    public LoadColumnAttribute(int start, int end) => Ranges = [new(start, end)];

    /// <summary>Some fields.</summary>
    public LoadColumnAttribute(int[] columnIndexes) => Ranges = [.. columnIndexes.Select(i => new TextLoader.Range(i))];

    internal TextLoader.Range[] Ranges { get; }
}
