using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Options;

/// <summary>A rule for every entry of a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EachAttribute : ValidationAttribute
{
    public EachAttribute(int minimum, int maximum) => Range = new RangeAttribute(minimum, maximum);

    public EachAttribute(double minimum, double maximum) => Range = new RangeAttribute(minimum, maximum);

    public RangeAttribute Range { get; }

    /// <summary>Whether the minimum itself is refused.</summary>
    public bool MinimumIsExclusive
    {
        get => Range.MinimumIsExclusive;
        set => Range.MinimumIsExclusive = value;
    }
}

/// <summary>How many entries a list has: LengthAttribute, without its reflection.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EntriesAttribute(int minimum, int maximum) : ValidationAttribute
{
    public int Minimum { get; } = minimum;

    public int Maximum { get; } = maximum;
}

/// <summary>The number divides another property.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DivisorOfAttribute(string property) : ValidationAttribute
{
    public string Property { get; } = property;

    public int Of(object options)
        => (int)Rules.PropertiesOf(options).Single(p => p.Name == Property).GetValue(options)!;
}

/// <summary>The number is a multiple of another one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MultipleOfAttribute(int number) : ValidationAttribute
{
    public int Number { get; } = number;
}
