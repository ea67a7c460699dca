using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Options as text that is the same for the same values: in every culture, for any kind of list, with what lists and
/// nested options hold. A record's own ToString has none of that.
/// </summary>
internal static class StateText
{
    public static string Of(object? value) => value switch
    {
        null => "none",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        ITuple tuple => $"({Joined(Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i])))})",
        IEnumerable list => $"[{Joined(list.Cast<object?>().Select(Of))}]",
        _ when IsRecord(value.GetType())
        => $"{value.GetType().Name} {{ "
            + $"{Joined(Fields(value.GetType()).Select(f => $"{NameOf(f)} = {Of(f.GetValue(value))}"))} }}",
        _ => value.ToString() ?? "",
    };

    private static string Joined(IEnumerable<string> parts) => string.Join(", ", parts);

    // What a record's equality compares: its fields, those of base records first.
    private static IEnumerable<FieldInfo> Fields(Type? type) => type is null || type == typeof(object) ? []
        : [.. Fields(type.BaseType),
            .. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.DeclaredOnly)];

    // <Name>k__BackingField, for properties.
    private static string NameOf(FieldInfo field)
        => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
