using System.Globalization;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The size of one axis: a number, or an expression over symbols such as <c>batch</c> or <c>height</c>.
/// Arithmetic on numbers gives numbers, so the same forward pass runs eagerly and exports with open sizes.
/// </summary>
public sealed class Dim : IEquatable<Dim>
{
    private readonly string _key;

    private Dim(DimKind kind, string key, long? known = null, Dim? left = null, Dim? right = null)
        => (Kind, _key, Known, Left, Right) = (kind, key, known, left, right);

    /// <summary>What the node of the expression is.</summary>
    internal DimKind Kind { get; }

    /// <summary>The number, or null when it is known only at run time.</summary>
    public long? Known { get; }

    /// <summary>True when the size is a number.</summary>
    public bool IsKnown => Known is not null;

    /// <summary>Left operand of an arithmetic node, otherwise null.</summary>
    internal Dim? Left { get; }

    /// <summary>Right operand of an arithmetic node, otherwise null.</summary>
    internal Dim? Right { get; }

    /// <summary>The number; an <see cref="InvalidOperationException"/> when it is symbolic.</summary>
    public long Value => Known ?? throw new InvalidOperationException($"The size '{this}' is known only at run time.");

    /// <summary>A size that gets its value at run time.</summary>
    /// <param name="name">Name shown in errors and in exported graphs.</param>
    public static Dim Symbol(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(DimKind.Symbol, name);
    }

    /// <summary>A number as a size.</summary>
    public static implicit operator Dim(long value)
        => new(DimKind.Number, value.ToString(CultureInfo.InvariantCulture), value);

    /// <summary>Sum.</summary>
    public static Dim operator +(Dim a, Dim b)
        => b.Known is { } number && a.Shifted(number) is { } sum ? sum
            : b.Known == 0 ? a : a.Known == 0 ? b : Combine(DimKind.Add, a, b, "+");

    /// <summary>Difference.</summary>
    public static Dim operator -(Dim a, Dim b)
        => b.Known is { } number && a.Shifted(-number) is { } difference ? difference
            : b.Known == 0 ? a : a.Equals(b) ? 0 : Combine(DimKind.Subtract, a, b, "-");

    /// <summary>Product.</summary>
    public static Dim operator *(Dim a, Dim b)
        => b.Known == 1 ? a : a.Known == 1 ? b : a.Known == 0 || b.Known == 0 ? 0
            : Combine(DimKind.Multiply, a, b, "*");

    /// <summary>Quotient rounded down (sizes are not negative).</summary>
    public static Dim operator /(Dim a, Dim b) => b.Known == 1 ? a : Combine(DimKind.Divide, a, b, "/");

    /// <summary>Quotient rounded up.</summary>
    public static Dim CeilingDivide(Dim a, long b) => (a + (b - 1)) / b;

    /// <summary>The smaller of two sizes.</summary>
    public static Dim Min(Dim a, Dim b) => a.Equals(b) ? a : Combine(DimKind.Min, a, b, "min");

    /// <summary>The larger of two sizes.</summary>
    public static Dim Max(Dim a, Dim b) => a.Equals(b) ? a : Combine(DimKind.Max, a, b, "max");

    /// <summary>
    /// The nearest whole number to a fraction of a size, of two equally near ones the even one as in Python: paddings
    /// that mean the same on every grid.
    /// </summary>
    /// <param name="size">The size.</param>
    /// <param name="fraction">The fraction, kept to six decimals.</param>
    public static Dim Fraction(Dim size, double fraction)
    {
        const long Unit = 1_000_000;
        Dim units = size * (long)Math.Round(fraction * Unit), whole = units / Unit;
        Dim rest = units - whole * Unit, odd = whole - whole / 2 * 2;
        return whole + (rest + odd + (Unit / 2 - 1)) / Unit;
    }

    /// <inheritdoc/>
    public bool Equals(Dim? other) => other is not null && _key == other._key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Dim);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _key;

    // (a ± x) ± y is a ± z: graphs of many levels would count up and down again otherwise.
    private Dim? Shifted(long number)
    {
        if (Kind is not (DimKind.Add or DimKind.Subtract) || Right!.Known is not { } before) return null;
        long shift = number + (Kind == DimKind.Add ? before : -before);
        return shift >= 0 ? Left! + shift : Left! - -shift;
    }

    private static Dim Combine(DimKind kind, Dim a, Dim b, string sign)
    {
        if (a.Known is { } x && b.Known is { } y)
            return kind switch
            {
                DimKind.Add => x + y,
                DimKind.Subtract => x - y,
                DimKind.Multiply => x * y,
                DimKind.Divide => (long)Math.Floor((double)x / y),
                DimKind.Min => Math.Min(x, y),
                _ => Math.Max(x, y),
            };
        string key = kind is DimKind.Min or DimKind.Max ? $"{sign}({a}, {b})" : $"({a} {sign} {b})";
        return new(kind, key, null, a, b);
    }
}

/// <summary>Kinds of nodes in a size expression.</summary>
internal enum DimKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A size known at run time.</summary>
    Symbol,

    /// <summary>Sum of two sizes.</summary>
    Add,

    /// <summary>Difference of two sizes.</summary>
    Subtract,

    /// <summary>Product of two sizes.</summary>
    Multiply,

    /// <summary>Quotient, rounded down.</summary>
    Divide,

    /// <summary>The smaller one.</summary>
    Min,

    /// <summary>The larger one.</summary>
    Max,
}
