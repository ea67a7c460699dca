using Microsoft.ML.NeuralOperators.CommandLine.Options;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The architectures, or all that can be set of one.</summary>
internal sealed class ModelsCommand : ToolCommand
{
    private readonly Argument<string?> _model = new("model")
    {
        Description = "The model whose options are shown; none for a list of all.",
        HelpName = "model",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ModelsCommand(Terminal terminal)
        : base(terminal, "models", "Lists the models, or the options of one and of its training.",
            "neuralop models", "neuralop models mgno")
    {
        _model.CompletionSources.Add(_
            => Architecture.Names.Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        Add(_model);
    }

    protected override Answer Run(Invocation call)
    {
        if (call.Arguments.GetValue(_model) is { } name) return Describe(Architecture.Find(name));
        var all = Architecture.All.Select(a => new { Name = a.Name.ToLowerInvariant(), a.Data, a.Summary }).ToArray();
        return new Answer(all, console =>
        {
            Table table = Tables.New("model", "learns on", "what it is");
            foreach (var a in all) table.AddRow(a.Name, a.Data, Markup.Escape(a.Summary));
            console.Write(table);
            console.Line("Options of a model: neuralop models NAME");
        });
    }

    private static Answer Describe(Architecture architecture)
    {
        object defaults = architecture.Defaults();
        // The training that its authors published, where they did.
        TrainingOptions training = architecture.Trainer(new MLContext().NeuralOperators(),
            new TrainedColumns("a", "u", architecture.Data == "points" ? "x" : null), architecture.Defaults(),
            TrainingArguments.Defaults).Training;
        OptionFact[] model = Facts(defaults), ofTraining = Facts(training);
        return new Answer(new { architecture.Name, architecture.Summary, Options = model, Training = ofTraining },
            console =>
        {
            console.Line($"{architecture.Name}: {architecture.Summary}");
            Show("option of the model", model);
            Show("option of the training", ofTraining);

            void Show(string head, OptionFact[] facts)
            {
                Table table = Tables.New(head, "default", "what it is");
                foreach (OptionFact f in facts) table.AddRow(f.Name, Markup.Escape(f.Default), Markup.Escape(f.Text));
                console.Write(table);
            }
        });
    }

    private static OptionFact[] Facts(object defaults)
        => [.. OptionRecord.Properties(defaults.GetType()).Select(p => new OptionFact(p.Name,
            OptionText.Write(p.GetValue(defaults)), OptionRecord.Describe(p)))];

    /// <summary>An option as help shows it.</summary>
    private sealed record OptionFact(string Name, string Default, string Text);
}
