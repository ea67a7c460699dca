using System.Reflection;
using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators;

// Pages to look at and to send.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// A page about a model on test rows: errors, predictions with cross-sections, distribution and spectrum of the
    /// errors, training curves, options, data, versions. <c>Save</c> writes it as one HTML file.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Test rows with the model's inputs and the true field. They are scored three times.</param>
    /// <param name="labelColumnName">The true field.</param>
    /// <param name="options">Title, units, more tests; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of another type, or the options have faults.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are no rows, or no point of them counts.</exception>
    public HtmlReport Report(NeuralOperatorTransformer model, IDataView data, string labelColumnName = "Label",
        ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        IDataView scored = model.Transform(data);
        options = OperatorReport.Complete(options ?? new ReportOptions(), model, scored);
        return OperatorReport.Make(_mlContext, scored, labelColumnName, model.ScoreColumnName,
            options with { DefaultTraining = DefaultTraining(options.Architecture) }, model);
    }

    /// <summary>
    /// How the catalog trains an architecture on grids where nothing is set; null for architectures outside the
    /// catalog.
    /// </summary>
    internal TrainingOptions? DefaultTraining(OperatorOptions? architecture)
    {
        if (architecture is not GridOperatorOptions) return null;
        MethodInfo? method = Array.Find(GetType().GetMethods(), m => m.ReturnType == typeof(NeuralOperatorTrainer)
            && m.GetParameters() is [_, _, var options, ..] && options.ParameterType == architecture.GetType()
            && Array.TrueForAll(m.GetParameters(), p => p.HasDefaultValue));
        return method is null ? null : ((NeuralOperatorTrainer)method.Invoke(this,
            [.. method.GetParameters().Select((p, i) => i == 2 ? architecture : p.DefaultValue)])!).Training;
    }

    /// <summary>A page about predictions, from whatever made them.</summary>
    /// <param name="scored">Rows with the true and the predicted field.</param>
    /// <param name="labelColumnName">The true field.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="options">Title, units, what is known of the model; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of another type, or the options have faults.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are no rows, or no point of them counts.</exception>
    public HtmlReport Report(IDataView scored, string labelColumnName = "Label", string scoreColumnName = "Score",
        ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scored);
        return OperatorReport.Make(_mlContext, scored, labelColumnName, scoreColumnName,
            options ?? new ReportOptions());
    }
}
