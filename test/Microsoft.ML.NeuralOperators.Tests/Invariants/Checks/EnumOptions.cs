using System.Reflection;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Options of an enumeration's type with none of its values are faults, named by their property.</summary>
internal static class EnumOptions
{
    public static void Require(object options)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties().Where(p => p.CanWrite))
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (!type.IsEnum) continue;
            object changed = options.GetType().GetMethod("<Clone>$")!.Invoke(options, [])!;
            property.SetValue(changed, Enum.ToObject(type, 99));
            string faults = string.Join("; ", Rules.Faults(changed));
            InvariantException.Require(faults.Contains($"{property.Name} is ", StringComparison.Ordinal),
                $"{property.Name} is 99, and the faults are '{faults}'");
        }
    }
}
