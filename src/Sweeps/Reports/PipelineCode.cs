using System.Globalization;
using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators.Sweeps.Reports;

/// <summary>The best trial as a C# program.</summary>
internal static class PipelineCode
{
    /// <summary>The program; null where the pipeline holds what cannot be written.</summary>
    public static string? Of(SweepTrial trial, BestModel model, StudyDescription study, string dataCode)
    {
        DescribedSpace? space = study.Spaces.FirstOrDefault(s => s.Name == trial.Space);
        TrainingOptions? defaults = new MLContext().NeuralOperators().DefaultTraining(model.Architecture);
        // Stopping the program gives the best so far, too, but that is not what a pipeline is for.
        TrainingOptions? training = model.Training is { } t ? t with { ReturnBestOnCancellation = false } : null;
        if (CSharpText.Trainer("operators", model.Architecture, training, defaults, model.Inputs, space?.Label ?? "")
            is not { } trainer) return null;
        string seed = study.Seed.ToString(CultureInfo.InvariantCulture);
        bool hasLabel = space?.Label is { Length: > 0 };
        var lines = new List<string>
        {
            "using Microsoft.ML;", "using Microsoft.ML.NeuralOperators;",
            "using Microsoft.ML.NeuralOperators.Training;", "",
            $"var mlContext = new MLContext(seed: {seed});",
            "NeuralOperatorsCatalog operators = mlContext.NeuralOperators();",
        };
        lines.AddRange(Notes(trial, space));
        string columns = string.Join(", ", model.Inputs.Concat(hasLabel ? [space!.Label] : []));
        lines.Add($"IDataView data = {dataCode};    // {columns}");
        if (study.ValidationFraction is { } fraction)
        {
            lines.Add(FormattableString.Invariant(
                $"var parts = mlContext.Data.TrainTestSplit(data, {fraction:r}, seed: {seed});"));
            lines.Add("IDataView train = parts.TrainSet, validation = parts.TestSet;");
        }
        else
            lines.Add("IDataView train = data, validation = operators.LoadFields(\"validation.npz\");");
        lines.Add($"NeuralOperatorTrainer trainer = {trainer};");
        lines.Add("using NeuralOperatorTransformer model = trainer.Fit(train, validation);");
        if (hasLabel)
        {
            lines.Add($"FieldMetrics errors = operators.Evaluate(model.Transform(validation), "
                + $"{CSharpText.Quote(space!.Label)}, model.ScoreColumnName);");
            lines.Add("Console.WriteLine($\"relative L2 {errors.RelativeL2:f4}\");");
        }
        lines.Add("mlContext.Model.Save(model, data.Schema, \"best.zip\");");
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Notes(SweepTrial trial, DescribedSpace? space)
    {
        if (trial.Epochs < trial.AllEpochs)
            yield return $"// The trial was trained for {trial.Epochs} of its {trial.AllEpochs} epochs; this trains "
                + "all.";
        if (space is { IsAugmented: true })
            yield return "// The sweep trained on images of the rows, too: operators.Augment(trainer, …) adds them.";
        string[] rows = [.. trial.Options.Where(o => o.Key.StartsWith("Data.", StringComparison.Ordinal))
            .Select(o => $"{o.Key} = {OptionAccess.Text(o.Value)}")];
        if (rows.Length > 0)
            yield return $"// The trial was trained on part of the data: {string.Join(", ", rows)}.";
    }
}
