using System.Reflection;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// One option of a sweep, and the values worth trying. Tuners see it as a number in [0, 1), of which
/// <see cref="At"/> makes the value.
/// </summary>
/// <param name="name">
/// The property: of the architecture's options such as <c>"Channels"</c>, or of those of the training, as
/// <c>"Training.LearningRate"</c>.
/// </param>
public abstract class SweepOption(string name)
{
    /// <summary>
    /// The property: of the architecture's options such as <c>"Channels"</c>, or of those of the training, as
    /// <c>"Training.LearningRate"</c>.
    /// </summary>
    public string Name { get; } = name;

    /// <summary>Number of values; null where they are a continuum.</summary>
    public abstract int? Count { get; }

    /// <summary>Whether values near each other have similar effects: of numbers, but not of names.</summary>
    public abstract bool IsOrdered { get; }

    /// <summary>The value at a place.</summary>
    /// <param name="place">A number in [0, 1).</param>
    public abstract object At(double place);

    /// <summary>A place whose value is this one, or for numbers the nearest.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">It is none of the values.</exception>
    public abstract double PlaceOf(object value);

    /// <summary>What an attribute of the property says is worth trying, or null where none does.</summary>
    internal static SweepOption? Of(string name, PropertyInfo property)
    {
        if (property.GetCustomAttribute<SweepRangeAttribute>() is { } range)
            return new SweepRange(name, property.PropertyType, range.Minimum, range.Maximum, range.IsLogarithmic)
            {
                Multiple = property.GetCustomAttribute<MultipleOfAttribute>()?.Number ?? 1,
            };
        if (property.GetCustomAttribute<SweepChoiceAttribute>() is { } choice)
            return new SweepChoice(name,
                [.. choice.Values.Select(v => OptionAccess.Convert(v, property.PropertyType))]);
        return Official(name, property);
    }

    // ML.NET's own attributes, on the records of somebody's own operators.
    private static SweepOption? Official(string name, PropertyInfo property)
    {
        foreach (CustomAttributeData attribute in property.GetCustomAttributesData())
        {
            if (attribute.AttributeType.Namespace != "Microsoft.ML.SearchSpace") continue;
            object?[] values = [.. attribute.ConstructorArguments.Select(Value)];
            Type type = property.PropertyType;
            switch (attribute.AttributeType.Name)
            {
                // (min, max, init, logBase) or (min, max, logBase).
                case "RangeAttribute":
                    return new SweepRange(name, type, Number(values[0]), Number(values[1]), values[^1] is true);
                case "ChoiceAttribute":
                    object?[] all = values[0] is object?[] list ? list : values;
                    return new SweepChoice(name, [.. all.Select(v => OptionAccess.Convert(v!, type))]);
                case "BooleanChoiceAttribute":
                    return new SweepChoice(name, [false, true]);
                default:
                    continue;
            }
        }
        return null;

        static double Number(object? value) => System.Convert.ToDouble(value, null);

        static object? Value(CustomAttributeTypedArgument argument)
            => argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> list
                ? list.Select(Value).ToArray() : argument.Value;
    }
}
