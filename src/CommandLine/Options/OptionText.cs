using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.NeuralOperators.CommandLine.Options;

/// <summary>Values of options as people write them.</summary>
internal static class OptionText
{
    /// <summary>Whether values of a type can be written.</summary>
    public static bool CanRead(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        // Records without parameters are set part by part.
        return IsPlain(type) || ItemType(type) is { } item && CanRead(item) || Choices(type).Count > 0
            || Constructor(type)?.GetParameters().Length > 0;
    }

    /// <exception cref="ArgumentException">
    /// The text cannot be read as that type; the message says what is expected.
    /// </exception>
    public static object? Read(string name, Type type, string text)
    {
        text = text.Trim();
        if (text is "null" or "none" && (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null))
            return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return text;
        if (type.IsEnum) return Enum.Parse(type, Nearest.Require($"value of {name},", text, Enum.GetNames(type)));
        if (IsPlain(type)) return Plain(name, type, text);
        if (ItemType(type) is { } item) return List(name, item, text);
        IReadOnlyDictionary<string, Func<string[], object>> choices = Choices(type);
        string[] call = text.TrimEnd(')').Split('(', 2);
        if (choices.Count > 0)
            return choices[Nearest.Require($"value of {name},", call[0], [.. choices.Keys])](
                call.Length == 2 ? call[1].Split(',') : []);
        return Constructor(type) is { } made ? Construct(name, made, text.Split(':'))
            : throw new ArgumentException($"{name} cannot be set from a command line.");
    }

    /// <summary>A value as <see cref="Read"/> takes it.</summary>
    public static string Write(object? value) => value switch
    {
        null => "none",
        string text => text,
        bool yes => yes ? "true" : "false",
        IEnumerable list => string.Join(",", list.Cast<object?>().Select(Write)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Named(value) ?? Parts(value),
    };

    /// <summary>What can be said, in a few words.</summary>
    public static string Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(string)) return "text";
        if (type.IsEnum) return string.Join(", ", Enum.GetNames(type));
        if (IsPlain(type)) return type == typeof(int) || type == typeof(long) ? "whole number" : "number";
        if (ItemType(type) is { } item) return $"list: {Kind(item)}";
        if (Choices(type) is { Count: > 0 } choices) return string.Join(", ", choices.Keys);
        return Constructor(type) is { } made ? string.Join(":", made.GetParameters().Select(p => p.Name)) : type.Name;
    }

    private static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string);

    private static object Plain(string name, Type type, string text)
    {
        if (type == typeof(bool) && text.ToLowerInvariant() is "yes" or "on") return true;
        if (type == typeof(bool) && text.ToLowerInvariant() is "no" or "off") return false;
        try
        {
            return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new ArgumentException($"{name} is '{text}'; expected a {Kind(type)}.");
        }
    }

    private static Type? ItemType(Type type)
        => type.IsArray ? type.GetElementType()
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? type.GetGenericArguments()[0] : null;

    private static Array List(string name, Type item, string text)
    {
        string[] parts = text.Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries);
        var list = Array.CreateInstance(item, parts.Length);
        foreach (var (i, part) in parts.Index()) list.SetValue(Read(name, item, part), i);
        return list;
    }

    // Values that the type itself names, such as Loss.RelativeL2, and the types derived from it, such as LpLoss(1).
    private static IReadOnlyDictionary<string, Func<string[], object>> Choices(Type type)
    {
        var choices = new SortedDictionary<string, Func<string[], object>>(StringComparer.Ordinal);
        if (!type.IsClass || type.Assembly == typeof(string).Assembly) return choices;
        foreach (PropertyInfo named in type.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType == type)) choices[named.Name] = _ => named.GetValue(null)!;
        foreach (Type derived in type.Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(type) && !t.IsAbstract))
            if (Constructor(derived) is { } made)
                choices[derived.Name] = parts => Construct(derived.Name, made, parts);
        return choices;
    }

    private static ConstructorInfo? Constructor(Type type)
        => !type.IsClass || type.IsAbstract || type == typeof(string) ? null
            : type.GetConstructors()
            .Where(c => c.GetParameters().All(p => IsPlain(Nullable.GetUnderlyingType(p.ParameterType)
                ?? p.ParameterType))).OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();

    private static object Construct(string name, ConstructorInfo made, string[] parts)
    {
        ParameterInfo[] parameters = made.GetParameters();
        parts = [.. parts.Where(p => p.Trim().Length > 0)];
        int needed = parameters.Count(p => !p.HasDefaultValue);
        if (parts.Length < needed || parts.Length > parameters.Length)
            throw new ArgumentException($"{name} has {parts.Length} values; expected "
                + $"{string.Join(", ", parameters.Select(p => p.Name))}.");
        return made.Invoke([.. parameters.Select((p, i)
            => i < parts.Length ? Read($"{name}, {p.Name},", p.ParameterType, parts[i]) : p.DefaultValue)]);
    }

    private static string? Named(object value)
        => Array.Find(value.GetType().BaseType!.GetProperties(BindingFlags.Public | BindingFlags.Static),
            p => p.PropertyType.IsInstanceOfType(value) && Equals(p.GetValue(null), value))?.Name;

    private static string Parts(object value)
        => Constructor(value.GetType()) is { } made && made.GetParameters() is { Length: > 0 } parameters
            ? string.Join(":", parameters.Select(p => Write(value.GetType().GetProperty(p.Name!)?.GetValue(value))))
            : value.GetType().Name;
}
