using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Values of options: between types, in files and in sentences.</summary>
internal static class OptionAccess
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A value as the type of a property has it: 8 as a number with fractions, a name as an enum.</summary>
    /// <exception cref="ArgumentException">It cannot be.</exception>
    public static object Convert(object value, Type type)
    {
        Type wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted.IsInstanceOfType(value)) return value;
        try
        {
            if (wanted.IsEnum)
                return value is string text ? Enum.Parse(wanted, text, true) : Enum.ToObject(wanted, value);
            if (value is IConvertible && typeof(IConvertible).IsAssignableFrom(wanted))
                return System.Convert.ChangeType(value, wanted, CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException)
        {
            throw new ArgumentException($"{Text(value)} is no {wanted.Name}.", error);
        }
        throw new ArgumentException($"{Text(value)} is no {wanted.Name}.");
    }

    /// <summary>A value as a study keeps it.</summary>
    public static JsonElement Write(object value) => JsonSerializer.SerializeToElement(value, value.GetType(), Json);

    /// <summary>A value that a study kept.</summary>
    public static object Read(JsonElement value, OptionPath option)
        => value.Deserialize(option.Property.PropertyType, Json)
            ?? throw new FormatException($"{option.Property.Name} is null; expected a value.");

    /// <summary>Whether two values are the same; lists are where their entries are.</summary>
    public static bool AreEqual(object? one, object? other)
        => one is IEnumerable a and not string && other is IEnumerable b and not string
            ? a.Cast<object>().SequenceEqual(b.Cast<object>()) : Equals(one, other);

    /// <summary>A value in a sentence.</summary>
    public static string Text(object? value) => value switch
    {
        null => "none",
        IEnumerable list and not string => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        double number => number.ToString("g4", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
