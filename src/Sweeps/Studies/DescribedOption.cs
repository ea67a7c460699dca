using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// What was tried of an option, in plain values: a study tells it without the program that ran the sweep.
/// </summary>
/// <param name="Name">The option.</param>
internal sealed record DescribedOption(string Name)
{
    // Beyond such a ratio of observed numbers, factors count.
    private const double LogarithmicRatio = 20;

    public double Minimum { get; init; }

    public double Maximum { get; init; }

    public bool IsLogarithmic { get; init; }

    /// <summary>Whether numbers are whole.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The values as texts; null for a range.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether values near each other have similar effects.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>The option's description; null for kinds of options that only their trials tell.</summary>
    public static DescribedOption? Of(SweepOption option) => option switch
    {
        SweepRange r => new(r.Name)
        {
            Minimum = r.Minimum,
            Maximum = r.Maximum,
            IsLogarithmic = r.IsLogarithmic,
            IsWhole = r.Count is not null,
        },
        SweepChoice c => new(c.Name) { Values = [.. c.Values.Select(OptionAccess.Text)], IsOrdered = c.IsOrdered },
        _ => null,
    };

    /// <summary>What trials tell of an option.</summary>
    public static DescribedOption Of(string name, IReadOnlyList<object> tried)
    {
        string[] texts = [.. tried.Select(OptionAccess.Text).Distinct()];
        if (texts.Length < 2 || !tried.All(IsNumber))
            return new(name) { Values = texts, IsOrdered = false };
        double low = tried.Min(Number), high = tried.Max(Number);
        return new(name)
        {
            Minimum = low,
            Maximum = high,
            IsLogarithmic = low > 0 && high >= LogarithmicRatio * low,
            IsWhole = tried.All(v => v is int or long),
        };
    }

    /// <summary>Whether values are numbers on an axis.</summary>
    public bool IsRange => Values is null;

    /// <summary>
    /// A value as a number on the option's axis; the index of a choice; NaN for a value that is none.
    /// </summary>
    public double At(object value) => IsRange ? IsNumber(value) ? Number(value) : double.NaN
        : Values!.ToList().IndexOf(OptionAccess.Text(value)) is var index and >= 0 ? index : double.NaN;

    /// <summary>Where a value is, from 0 to 1, each whole number in the middle of an equal part.</summary>
    public double Place(object value) => PlaceAt(At(value));

    /// <summary>Where a number on the option's axis is, from 0 to 1.</summary>
    public double PlaceAt(double at)
    {
        if (Values is { } values) return (at + 0.5) / values.Count;
        double half = IsWhole ? 0.5 : 0, low = Minimum - half, high = Maximum + half;
        double place = IsLogarithmic && low > 0 ? Math.Log(at / low) / Math.Log(high / low) : (at - low) / (high - low);
        return Math.Clamp(place, 0, 1);
    }

    /// <summary>Where a number is whose place is this one.</summary>
    public double AxisAt(double place)
    {
        if (Values is { } values) return Math.Min(Math.Floor(place * values.Count), values.Count - 1);
        return IsLogarithmic && Minimum > 0 ? Minimum * Math.Pow(Maximum / Minimum, place)
            : Minimum + place * (Maximum - Minimum);
    }

    /// <summary>What was tried, in words.</summary>
    public override string ToString() => Values is { } values ? string.Join(", ", values)
        : FormattableString.Invariant($"{Minimum} to {Maximum}{(IsLogarithmic ? ", logarithmic" : "")}");

    private static bool IsNumber(object value) => value is int or long or float or double;

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
