using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Options;

/// <summary>
/// Turns the attributes of options into sentences: "Channels is 0; expected 1 to 65536". All faults of all options are
/// listed in one exception. Undefined enum values such as <c>(Activation)99</c>, which a switch would treat as its
/// default case, and missing values are faults without any attribute.
/// </summary>
internal static class Rules
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public static T Require<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        T options, string argument = "options", IEnumerable<string>? more = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(options, argument);
        string faults = string.Join("; ", Faults(options).Concat(more ?? []));
        return faults.Length == 0 ? options : throw new ArgumentOutOfRangeException(argument, faults + ".");
    }

    /// <summary>A sentence for every broken rule; none when the options are valid.</summary>
    public static IEnumerable<string> Faults<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T options)
        where T : class
        => PropertiesOf(options).Where(p => p.GetIndexParameters().Length == 0 && p.CanWrite)
            .SelectMany(property => Faults(property, property.GetValue(options), options))
            .Concat((options as IRules)?.Faults() ?? []);

    /// <summary>The properties of options, also where a program was trimmed.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Types of options without IRules are sealed, "
        + "so that callers say theirs.")]
    internal static PropertyInfo[] PropertiesOf(object options)
        => options is IRules known ? PropertiesOf(known) : options.GetType().GetProperties();

    // A method of its own, since trimming keeps the properties by the parameter's type: a cast does not tell it.
    private static PropertyInfo[] PropertiesOf(IRules options) => options.GetType().GetProperties();

    private static IEnumerable<string> Faults(PropertyInfo property, object? value, object options)
    {
        string name = property.Name;
        if (value is null) return IsNullable(property) ? [] : [$"{name} is null"];
        if (value is IRules inner) return Faults(inner).Select(fault => $"{name}: {fault}");
        if (value is Enum choice) return EnumFaults(property, choice);
        return property.GetCustomAttributes<ValidationAttribute>()
            .Where(rule => !IsMet(rule, value, options))
            .Select(rule => $"{name} {State(rule, value)}; expected {Expected(rule, options)}");
    }

    private static IEnumerable<string> EnumFaults(PropertyInfo property, Enum value)
    {
        object?[] allowed = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values
            ?? [.. Enum.GetValuesAsUnderlyingType(value.GetType()).Cast<object>()
                .Select(number => Enum.ToObject(value.GetType(), number))];
        string[] names = [.. allowed.Select(v => $"{v}")];
        return allowed.Contains(value) ? []
            : [$"{property.Name} is {value}; expected {string.Join(", ", names[..^1])} or {names[^1]}"];
    }

    private static bool IsNullable(PropertyInfo property)
    {
        if (property.PropertyType.IsValueType) return true;
        lock (Nullability)
            return Nullability.Create(property).WriteState != NullabilityState.NotNull;
    }

    private static bool IsMet(ValidationAttribute rule, object value, object options) => rule switch
    {
        RangeAttribute range => IsInside(range, Convert.ToDouble(value)),
        EachAttribute each => ((IEnumerable)value).Cast<object>().All(v => IsInside(each.Range, Convert.ToDouble(v))),
        EntriesAttribute entries => Count(value) is int n && n >= entries.Minimum && n <= entries.Maximum,
        DivisorOfAttribute divisor => Convert.ToInt32(value) < 1 || divisor.Of(options) % Convert.ToInt32(value) == 0,
        MultipleOfAttribute multiple => Convert.ToInt32(value) % multiple.Number == 0,
        _ => rule.IsValid(value),
    };

    private static bool IsInside(RangeAttribute range, double value)
    {
        double least = Convert.ToDouble(range.Minimum), most = Convert.ToDouble(range.Maximum);
        return (range.MinimumIsExclusive ? value > least : value >= least)
            && (range.MaximumIsExclusive ? value < most : value <= most);
    }

    private static string State(ValidationAttribute rule, object value) => (rule, value) switch
    {
        (EntriesAttribute, _) => $"has {Count(value)} entries",
        (_, string text) => text.Length == 0 ? "is empty" : $"is '{text}'",
        (_, IEnumerable list) => $"is [{string.Join(", ", list.Cast<object>().Select(v => Invariant($"{v}")))}]",
        _ => Invariant($"is {value}"),
    };

    private static string Expected(ValidationAttribute rule, object options) => rule switch
    {
        RangeAttribute range => Text(range),
        EachAttribute each => $"numbers of {Text(each.Range)}",
        EntriesAttribute entries
        => entries.Maximum == int.MaxValue ? $"at least {entries.Minimum}" : $"{entries.Minimum} to {entries.Maximum}",
        DivisorOfAttribute divisor => $"a divisor of {divisor.Property}, {divisor.Of(options)}",
        MultipleOfAttribute multiple => multiple.Number == 2 ? "an even number" : $"a multiple of {multiple.Number}",
        RequiredAttribute => "a name",
        _ => rule.FormatErrorMessage(""),
    };

    private static string Text(RangeAttribute range)
    {
        double most = Convert.ToDouble(range.Maximum);
        bool isOpen = most is double.PositiveInfinity or double.MaxValue or int.MaxValue;
        string least = Invariant($"{range.Minimum}"), highest = Invariant($"{range.Maximum}");
        if (isOpen) return range.MinimumIsExclusive ? $"more than {least}" : $"at least {least}";
        if (range.MinimumIsExclusive)
            return range.MaximumIsExclusive ? $"more than {least} and less than {highest}"
                : $"more than {least}, up to {highest}";
        return range.MaximumIsExclusive ? $"{least} up to, not including, {highest}" : $"{least} to {highest}";
    }

    private static int Count(object value) => ((IEnumerable)value).Cast<object>().Count();
}
