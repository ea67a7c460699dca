using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Reads and writes options of records by name.</summary>
internal static class OptionAccess
{
    public const string TrainingPrefix = "Training.";

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The property that a name means.</summary>
    /// <param name="architecture">The type of the architecture's options.</param>
    /// <param name="name">The name, <c>"Training."</c> in front of those of the training.</param>
    /// <exception cref="ArgumentException">There is none; the text lists those there are.</exception>
    public static PropertyInfo Property(Type architecture, string name)
    {
        bool ofTraining = name.StartsWith(TrainingPrefix, StringComparison.Ordinal);
        Type type = ofTraining ? typeof(TrainingOptions) : architecture;
        string own = ofTraining ? name[TrainingPrefix.Length..] : name;
        PropertyInfo? property = type.GetProperty(own);
        if (property is { CanWrite: true }) return property;
        IEnumerable<string> names = type.GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)
            .Select(p => p.Name).Order(StringComparer.Ordinal);
        throw new ArgumentException($"{type.Name} has no option '{own}'; it has {string.Join(", ", names)}."
            + (ofTraining ? "" : $" Those of the training begin with {TrainingPrefix}"));
    }

    /// <summary>A copy of a record with other values.</summary>
    public static T With<T>(T record, IEnumerable<(PropertyInfo Property, object Value)> values)
        where T : class
    {
        object copy = record.GetType().GetMethod("<Clone>$")?.Invoke(record, null)
            ?? throw new ArgumentException($"{record.GetType().Name} is no record, so that it cannot be copied.");
        foreach (var (property, value) in values)
            property.SetValue(copy, Convert(value, property.PropertyType), BindingFlags.DoNotWrapExceptions, null, null,
                CultureInfo.InvariantCulture);
        return (T)copy;
    }

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
    public static object Read(JsonElement value, PropertyInfo property)
        => value.Deserialize(property.PropertyType, Json)
            ?? throw new FormatException($"{property.Name} is null; expected a value.");

    /// <summary>A value in a sentence.</summary>
    public static string Text(object value) => value switch
    {
        IEnumerable list and not string => $"[{string.Join(", ", list.Cast<object>().Select(Text))}]",
        double number => number.ToString("g4", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
