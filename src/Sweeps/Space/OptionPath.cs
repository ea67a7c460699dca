using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>The way to an option: a property of a record, or of a record within it.</summary>
/// <param name="Steps">The properties, from the outside.</param>
internal sealed record OptionPath(IReadOnlyList<PropertyInfo> Steps)
{
    /// <summary>The option itself.</summary>
    public PropertyInfo Property => Steps[^1];

    /// <summary>
    /// The properties of a record that can be swept, and those of records that ML.NET's attribute nests.
    /// </summary>
    /// <param name="record">The record; one that is null has none.</param>
    public static IEnumerable<(string Name, OptionPath Path)> All(object? record)
    {
        foreach (PropertyInfo property in record is null ? [] : Writable(record.GetType()))
        {
            yield return (property.Name, new OptionPath([property]));
            if (!property.GetCustomAttributesData().Any(a => a.AttributeType.FullName
                == "Microsoft.ML.SearchSpace.NestOptionAttribute")) continue;
            foreach (var (name, path) in All(property.GetValue(record)))
                yield return ($"{property.Name}.{name}", new OptionPath([property, .. path.Steps]));
        }
    }

    /// <summary>The way that a name means, <c>"Part.Name"</c> within a part.</summary>
    /// <param name="record">The type of the record.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none; the text lists those there are.</exception>
    public static OptionPath Of(Type record, string name)
    {
        var steps = new List<PropertyInfo>();
        foreach (string part in name.Split('.'))
        {
            if (record.GetProperty(part) is not { CanWrite: true } property)
                throw new ArgumentException($"{record.Name} has no option '{part}'; it has "
                    + $"{string.Join(", ", Writable(record).Select(p => p.Name).Order(StringComparer.Ordinal))}.");
            steps.Add(property);
            record = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        }
        return new OptionPath(steps);
    }

    /// <summary>The value in a record; null where a part on the way is.</summary>
    public object? Get(object? record)
    {
        foreach (PropertyInfo step in Steps) record = record is null ? null : step.GetValue(record);
        return record;
    }

    /// <summary>A copy of a record with another value.</summary>
    /// <exception cref="ArgumentException">A part on the way is null, or no record.</exception>
    public object With(object record, object value) => With(record, value, 0);

    private object With(object record, object value, int step)
    {
        PropertyInfo property = Steps[step];
        object copy = record.GetType().GetMethod("<Clone>$")?.Invoke(record, null)
            ?? throw new ArgumentException($"{record.GetType().Name} is no record, so that it cannot be copied.");
        object changed = step == Steps.Count - 1 ? OptionAccess.Convert(value, property.PropertyType)
            : With(property.GetValue(record) ?? throw new ArgumentException($"{property.Name} is null, so that "
                + $"{Property.Name} has no place. Give the trainer a {property.Name}."), value, step + 1);
        property.SetValue(copy, changed, BindingFlags.DoNotWrapExceptions, null, null, CultureInfo.InvariantCulture);
        return copy;
    }

    private static IEnumerable<PropertyInfo> Writable(Type type)
        => type.GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);
}
