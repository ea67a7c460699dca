using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>An option has an effect only where another one has some values, or has none of them.</summary>
/// <param name="Option">The option, as the space names it.</param>
/// <param name="Other">The other one.</param>
/// <param name="Values">Its values; null is one, too.</param>
/// <param name="IsUnless">Whether the option has no effect with them, and has one with all others.</param>
internal sealed record SweepCondition(string Option, string Other, IReadOnlyList<object?> Values, bool IsUnless)
{
    /// <summary>What the attributes of an option record say.</summary>
    /// <param name="record">The record.</param>
    /// <param name="prefix">What the space puts in front of its options' names.</param>
    public static IEnumerable<SweepCondition> Of(Type record, string prefix)
    {
        foreach (PropertyInfo property in record.GetProperties())
        {
            foreach (SweepWhenAttribute when in property.GetCustomAttributes<SweepWhenAttribute>())
                yield return Of(property, when.Option, when.Values, false);
            foreach (SweepUnlessAttribute unless in property.GetCustomAttributes<SweepUnlessAttribute>())
                yield return Of(property, unless.Option, unless.Values, true);
        }

        SweepCondition Of(PropertyInfo property, string other, IReadOnlyList<object?> values, bool isUnless)
        {
            PropertyInfo found = record.GetProperty(other) ?? throw new ArgumentException(
                $"{property.Name} of {record.Name} depends on '{other}', which {record.Name} does not have.");
            return new SweepCondition(prefix + property.Name, prefix + other,
                [.. values.Select(v => v is null ? null : OptionAccess.Convert(v, found.PropertyType))], isUnless);
        }
    }

    /// <summary>Whether the option has an effect where the other one has this value.</summary>
    public bool Holds(object? value) => Values.Any(v => OptionAccess.AreEqual(v, value)) != IsUnless;

    /// <summary>Whether some value that is tried of the other option, or its only value, gives an effect.</summary>
    public bool CanHold(SweepOption? tried, object? value) => tried switch
    {
        null => Holds(value),
        SweepChoice choice => choice.Values.Any(Holds),
        SweepRange range => IsUnless || Values.Any(v => v is IConvertible
            && Convert.ToDouble(v, null) is var number && number >= range.Minimum && number <= range.Maximum),
        _ => true,
    };

    public override string ToString() => $"{Option} where {Other} is {(IsUnless ? "not " : "")}"
        + string.Join(" or ", Values.Select(OptionAccess.Text));
}
