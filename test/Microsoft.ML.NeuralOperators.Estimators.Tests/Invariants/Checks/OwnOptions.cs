using System.Collections;
using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Fit leaves the caller's options as they are, does not see later changes of them, and can be repeated.</summary>
internal static class OwnOptions
{
    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        OperatorTrainerOptions options = test.Quick();
        string before = Text(options);
        FieldTrainerBase trainer = test.Create(mlContext, options);
        float[] first = Weights();
        InvariantException.Require(Text(options) == before, $"Fit changed the options from {before} to {Text(options)}");
        Near.Same(first, Weights(), "The weights of a second Fit");
        Spoil(options);
        Near.Same(first, Weights(), "The weights after the caller changed its options");

        float[] Weights()
        {
            using NeuralOperatorTransformer model = trainer.Fit(test.Training(mlContext));
            return [.. ModelFile.Weights(ModelFile.Of(model)).OrderBy(w => w.Key, StringComparer.Ordinal).SelectMany(w => w.Value)];
        }
    }

    private static FieldInfo[] Fields(OperatorTrainerOptions options) => options.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance);

    private static string Text(OperatorTrainerOptions options) => string.Join("; ", Fields(options).Select(field => $"{field.Name} {Text(field.GetValue(options))}"));

    private static string Text(object? value) => value is IEnumerable items and not string ? $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]" : $"{value}";

    // Numbers become nothing, arrays and lists are cleared in place, so that a trainer that shares them cannot work as before.
    private static void Spoil(OperatorTrainerOptions options)
    {
        foreach (FieldInfo field in Fields(options))
            if (field.GetValue(options) is IList list) list.Clear();
            else if (field.FieldType.IsValueType) field.SetValue(options, Activator.CreateInstance(field.FieldType));
    }
}
