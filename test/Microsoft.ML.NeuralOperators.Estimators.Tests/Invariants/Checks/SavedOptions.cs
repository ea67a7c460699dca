using System.Reflection;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// A loaded model has the options it was trained with, but none of an architecture that is not the library's.
/// </summary>
internal static class SavedOptions
{
    public static void Require(OperatorCase test)
    {
        var (mlContext, trainer, model) = TrainedCase.Of(test);
        using var folder = new TemporaryFolder();
        mlContext.Model.Save(model, test.Data(mlContext).Schema, folder["model.zip"]);
        using var loaded = (NeuralOperatorTransformer)new MLContext().NeuralOperators().Load(folder["model.zip"]);
        Require(trainer.Training, loaded.Training);
        bool isOfLibrary = trainer.Options.GetType() is { IsPublic: true } type
            && type.Assembly == typeof(OperatorOptions).Assembly;
        Require(isOfLibrary ? trainer.Options : null, loaded.Options);
    }

    /// <summary>Requires that the properties of both hold the same.</summary>
    public static void Require(object? before, object? loaded)
    {
        InvariantException.Require(before?.GetType() == loaded?.GetType(),
            $"The options are '{loaded}' in the file, '{before}' before");
        foreach (PropertyInfo property in before?.GetType().GetProperties() ?? [])
        {
            string expected = StateText.Of(property.GetValue(before)), actual = StateText.Of(property.GetValue(loaded));
            InvariantException.Require(expected == actual,
                $"{property.Name} is {actual} in the file, {expected} before");
        }
    }
}
