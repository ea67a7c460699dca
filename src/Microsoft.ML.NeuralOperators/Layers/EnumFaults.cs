using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>Faults of options that are one of a few: a number cast to one would be taken for the last of them without a word.</summary>
internal static class EnumFaults
{
    /// <summary>A fault for every public property of an enumeration's type that has none of its values.</summary>
    public static IEnumerable<string> Of(object options)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties().Where(p => p.PropertyType.IsEnum))
        {
            object value = property.GetValue(options)!;
            string[] names = Enum.GetNames(property.PropertyType);
            if (!Enum.IsDefined(property.PropertyType, value)) yield return $"{property.Name} is {value}; expected {string.Join(", ", names[..^1])} or {names[^1]}";
        }
    }
}
