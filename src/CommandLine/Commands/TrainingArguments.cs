using Microsoft.ML.NeuralOperators.CommandLine.Options;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>What is trained on what; for commands that train.</summary>
internal sealed class TrainingArguments
{
    private readonly Option<string> _input = new("--input", "-i")
    {
        Description = "The array to learn from; \"p=pressure - mean\" names the column p and reads anomalies.",
        Required = true,
    };

    private readonly Option<string?> _output = new("--output", "-u")
    {
        Description = "The array to learn. Left out where trajectories are learned (--set RollOut.History=1).",
    };

    private readonly Option<string?> _points = new("--points")
    {
        Description = "The array of the points' coordinates, for fields on points instead of grids.",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "An option of the model or of its training as Name=Value, such as Channels=24 or BatchSize=8; "
            + "several may follow. \"neuralop models NAME\" lists them.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "Name=Value",
    };

    private readonly Option<double> _validation = new("--validation")
    {
        Description = "Share of the rows held back to measure the error on.",
        DefaultValueFactory = _ => Defaults.ValidationFraction,
    };

    private readonly Option<int> _seed = new("--seed") { Description = "Seed of weights and shuffling." };

    private readonly Option<int?> _gpu = new("--gpu") { Description = "CUDA device; the CPU without it." };

    /// <summary>What the tool trains with where nothing else is said.</summary>
    public static TrainingOptions Defaults { get; } = new()
    {
        Seed = 0,
        ValidationFraction = 0.1,
        KeepBest = true,
        ReturnBestOnCancellation = true,
    };

    public void AddTo(System.CommandLine.Command command)
    {
        _set.CompletionSources.Add(context => Properties(context).Select(
            name => new System.CommandLine.Completions.CompletionItem($"{name}=")));
        foreach (Option option in (Option[])[_input, _output, _points, _set, _validation, _seed, _gpu])
            command.Add(option);
    }

    public int Seed(Invocation call) => call.Arguments.GetValue(_seed);

    public int? Gpu(Invocation call) => call.Arguments.GetValue(_gpu);

    public double Validation(Invocation call) => call.Arguments.GetValue(_validation);

    /// <summary>The columns that are read.</summary>
    public IReadOnlyList<NamedColumn> Columns(Invocation call)
        => [.. new[] { call.Arguments.GetValue(_input), call.Arguments.GetValue(_output),
            call.Arguments.GetValue(_points) }.OfType<string>().Select(NamedColumn.Read)];

    public NamedColumn? Output(Invocation call)
        => call.Arguments.GetValue(_output) is { } text ? NamedColumn.Read(text) : null;

    /// <summary>A trainer with the settings; others than those come from the command.</summary>
    public NeuralOperatorTrainer Trainer(Invocation call, MLContext context, Architecture architecture,
        TrainingOptions training)
    {
        OperatorOptions options = architecture.Defaults();
        training = training with { };
        Settings.Read(call.Arguments.GetValue(_set) ?? []).Apply(options, training);
        if (Output(call) is null && training.RollOut is null)
            throw new ArgumentException("--output is missing: the array to learn. Trajectories are learned without it, "
                + "with --set RollOut.History=1.");
        var columns = new TrainedColumns(NamedColumn.Read(call.Arguments.GetRequiredValue(_input)).Name,
            Output(call)?.Name ?? "", call.Arguments.GetValue(_points) is { } p ? NamedColumn.Read(p).Name : null);
        return architecture.Trainer(context.NeuralOperators(), columns, options, training);
    }

    private static IEnumerable<string> Properties(System.CommandLine.Completions.CompletionContext context)
    {
        ParseResult parsed = context.ParseResult;
        string? name = parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == "--model") is { } model
            ? parsed.GetResult(model)?.Tokens.FirstOrDefault()?.Value : null;
        IEnumerable<System.Reflection.PropertyInfo> options = name is not null && Nearest.Find(name, Architecture.Names)
            is not null ? OptionRecord.Properties(Architecture.Find(name).OptionsType) : [];
        return options.Concat(OptionRecord.Properties(typeof(TrainingOptions))).Select(p => p.Name);
    }
}
