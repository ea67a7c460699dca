using System.Globalization;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Numbers from a range, whole ones for properties of whole numbers.</summary>
public sealed class SweepRange : SweepOption
{
    private readonly Type _type;

    internal SweepRange(string name, Type type, double minimum, double maximum, bool isLogarithmic) : base(name)
    {
        (_type, Minimum, Maximum, IsLogarithmic) = (type, minimum, maximum, isLogarithmic);
        if (!double.IsFinite(minimum) || !double.IsFinite(maximum) || minimum >= maximum)
            throw new ArgumentException(FormattableString.Invariant(
                $"{name}: the range {minimum} to {maximum} is empty; expected a minimum below the maximum."));
        if (isLogarithmic && minimum <= 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"{name}: the range begins at {minimum}; expected more than 0 for a logarithmic one."));
    }

    /// <summary>The smallest number.</summary>
    public double Minimum { get; }

    /// <summary>The largest number.</summary>
    public double Maximum { get; }

    /// <summary>Whether factors count, not differences.</summary>
    public bool IsLogarithmic { get; }

    /// <inheritdoc/>
    public override int? Count => IsWhole ? (Last - First) / Multiple + 1 : null;

    /// <inheritdoc/>
    public override bool IsOrdered => true;

    /// <summary>Whole numbers are multiples of it.</summary>
    internal int Multiple { get; init; } = 1;

    private bool IsWhole => _type == typeof(int) || _type == typeof(int?);

    private int First => (int)Math.Ceiling(Minimum / Multiple) * Multiple;

    private int Last => (int)Math.Floor(Maximum / Multiple) * Multiple;

    /// <inheritdoc/>
    public override object At(double place)
    {
        // Whole numbers have cells of equal width, or on a logarithmic range of equal factors.
        double low = IsWhole ? First - Multiple / 2.0 : Minimum, high = IsWhole ? Last + Multiple / 2.0 : Maximum;
        double value = IsLogarithmic ? Math.Exp(Math.Log(low) + place * (Math.Log(high) - Math.Log(low)))
            : low + place * (high - low);
        return IsWhole ? Math.Clamp((int)Math.Round(value / Multiple) * Multiple, First, Last)
            : OptionAccess.Convert(Math.Clamp(value, Minimum, Maximum), _type);
    }

    /// <inheritdoc/>
    public override double PlaceOf(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        double low = IsWhole ? First - Multiple / 2.0 : Minimum, high = IsWhole ? Last + Multiple / 2.0 : Maximum;
        double place = IsLogarithmic ? Math.Log(Math.Max(number, low) / low) / Math.Log(high / low)
            : (number - low) / (high - low);
        return Math.Clamp(place, 0, 1 - 1e-12);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Name}: {Minimum} to {Maximum}{(IsLogarithmic ? ", logarithmic" : "")}");
}
