using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Microsoft.ML.NeuralOperators.CommandLine.Options;

/// <summary>The options of a record, by name.</summary>
internal static class OptionRecord
{
    /// <summary>The options that a command line can set.</summary>
    public static IReadOnlyList<PropertyInfo> Properties(Type type)
        => [.. type.GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0
            && (OptionText.CanRead(p.PropertyType) || IsRecord(p.PropertyType)))];

    /// <summary>Sets <c>Name=Value</c>, or <c>Name.Part=Value</c> for records within the record.</summary>
    /// <param name="options">The record, which is changed: it must not be shared.</param>
    /// <param name="path">The names.</param>
    /// <param name="value">The value.</param>
    public static void Set(object options, string path, string value)
    {
        string[] names = path.Split('.', 2);
        IReadOnlyList<PropertyInfo> all = Properties(options.GetType());
        string name = Nearest.Require("option", names[0], [.. all.Select(p => p.Name)]);
        PropertyInfo property = all.First(p => p.Name == name);
        if (names.Length == 1)
        {
            if (!OptionText.CanRead(property.PropertyType))
                throw new ArgumentException($"{name} has parts, which are set one by one: "
                    + $"{string.Join(", ", Parts(property))}.");
            property.SetValue(options, OptionText.Read(name, property.PropertyType, value));
            return;
        }
        if (!IsRecord(property.PropertyType)) throw new ArgumentException($"{name} has no parts.");
        object part = property.GetValue(options) is { } existing ? Copy(existing)
            : Activator.CreateInstance(property.PropertyType)!;
        Set(part, names[1], value);
        property.SetValue(options, part);
    }

    /// <summary>The record's own copy.</summary>
    public static object Copy(object options)
        => options.GetType().GetMethod("<Clone>$")!.Invoke(options, null)!;

    /// <summary>What an option is and what it may be.</summary>
    public static string Describe(PropertyInfo property)
    {
        string range = property.GetCustomAttribute<RangeAttribute>() is { } r
            && Convert.ToDouble(r.Maximum) < int.MaxValue
            ? FormattableString.Invariant($", {r.Minimum} to {r.Maximum}") : "";
        string kind = IsRecord(property.PropertyType) && !OptionText.CanRead(property.PropertyType)
            ? string.Join(", ", Parts(property))
            : OptionText.Kind(property.PropertyType);
        return $"{XmlDocumentation.Summary(property)} ({kind}{range})".TrimStart();
    }

    private static IEnumerable<string> Parts(PropertyInfo property)
        => Properties(property.PropertyType).Select(p => $"{property.Name}.{p.Name}");

    private static bool IsRecord(Type type)
        => type is { IsClass: true, IsAbstract: false } && type.GetMethod("<Clone>$") is not null
            && type.GetConstructor(Type.EmptyTypes) is not null;
}
