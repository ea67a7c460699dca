using System.Runtime.InteropServices;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>What the model is, what it learned from, and how to make it again.</summary>
internal sealed class ModelSections(ReportOptions options, NeuralOperatorTransformer? model)
{
    public void Write(HtmlReport page, IReadOnlyList<string> inputs, string label)
    {
        if (options.Training is { } training) TrainingSections.Curves(page, training);
        Model(page);
        Data(page);
        Repeat(page, inputs, label);
    }

    private void Model(HtmlReport page)
    {
        var all = new[] { ("architecture", OptionTable.Of(options.Architecture)),
            ("training", OptionTable.Of(options.TrainingOptions)) };
        if (options.Training is null && all.All(a => a.Item2.Count == 0)) return;
        page.Section("Model");
        if (options.Training is { } training)
        {
            string cost = training.SampleFlops is { } flops
                ? $" A prediction takes {ReportNumber.Text(flops / 1e6)} million floating point operations." : "";
            page.Paragraph(Invariant($"{training.Operator} with {training.Parameters:n0} parameters.{cost}"));
        }
        foreach (var (of, rows) in all.Where(a => a.Item2.Count > 0))
        {
            IReadOnlyList<string>[] changed = [.. rows.Where(r => r.Value != r.Default)
                .Select(r => (IReadOnlyList<string>)[r.Name, r.Value, r.Default])];
            if (changed.Length == 0) page.Paragraph($"All options of the {of} have their defaults.");
            else page.Table([$"changed options of the {of}", "value", "default"], changed);
            page.Details($"All options of the {of}", ["option", "value", "default"],
                rows.Select(r => (IReadOnlyList<string>)[r.Name, r.Value, r.Default]));
        }
    }

    private void Data(HtmlReport page)
    {
        if (options.Data is null && options.Training is null) return;
        page.Section("Data");
        if (options.Data is { } data) page.Paragraph(data);
        if (options.Training is { } training) TrainingSections.Data(page, training);
    }

    private void Repeat(HtmlReport page, IReadOnlyList<string> inputs, string label)
    {
        page.Section("How to repeat");
        if ((options.Repeat ?? CSharpText.Training(options, inputs, label)) is { } code) page.Code(code);
        var facts = new List<IReadOnlyList<string>>();
        void Add(string name, string? value)
        {
            if (value is not null) facts.Add([name, value]);
        }
        if (options.Training is { } training)
        {
            Add("seed", Invariant($"{training.Seed}"));
            foreach (var (name, version) in training.Versions)
                Add(name == "system" ? "trained under" : $"trained with {name}", version);
            Add("trained on", training.Device);
        }
        if (model is not null)
        {
            Add("scored with ONNX Runtime", OnnxRuntimeLibrary.Version);
            Add("scored on", model.ExecutionProvider);
        }
        Add("page written by", $"Microsoft.ML.NeuralOperators {ReportVersion}");
        Add("written on", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, "
            + $"{Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}");
        Add("written at", Invariant($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC"));
        page.Table([], facts);
    }

    private static string ReportVersion => typeof(ReportOptions).Assembly.GetName().Version!.ToString(3);
}
