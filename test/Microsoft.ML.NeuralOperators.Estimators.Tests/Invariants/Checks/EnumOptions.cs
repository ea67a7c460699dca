using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Options of an enumeration's type with none of its values are faults, named by the trainer.</summary>
internal static class EnumOptions
{
    public static void Require(OperatorCase test)
    {
        foreach (FieldInfo field in test.Quick().GetType().GetFields())
        {
            Type type = Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType;
            if (!type.IsEnum) continue;
            OperatorTrainerOptions options = test.Quick();
            field.SetValue(options, Enum.ToObject(type, 99));
            string faults = string.Join("; ", options.Faults());
            InvariantException.Require(faults.Contains($"{field.Name} is ", StringComparison.Ordinal), $"{field.Name} is 99, and the faults are '{faults}'");
        }
    }
}
