using Microsoft.ML.NeuralOperators.CommandLine.Options;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Makes data from an equation.</summary>
internal sealed class GenerateCommand : ToolCommand
{
    private readonly Argument<string> _equation = new("equation")
    {
        HelpName = "equation",
        Description = $"One of {string.Join(", ", Generator.All.Select(g => g.Name))}; its beginning is enough.",
    };

    private readonly Option<int> _count = new("--count", "-n")
    {
        Description = "Samples.",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<int?> _size = new("--size")
    {
        Description = "Points along an axis, where the equation has no option for it (darcy, poisson; default 64).",
    };

    private readonly Option<int> _seed = new("--seed") { Description = "Seed of the samples." };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "An option of the equation as Name=Value; a wrong name is answered with the right ones.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _output = new("--save", "-o")
    {
        Description = "The file to write; its extension says the format.",
        HelpName = "file",
        Required = true,
    };

    public GenerateCommand(Terminal terminal)
        : base(terminal, "generate", "Makes data by solving an equation.",
            "neuralop generate darcy --count 300 --size 64 -o darcy.npz",
            "neuralop generate darcy -n 40 --size 64 --seed 1 --set Permeability=TwoValued -o test.h5",
            "neuralop generate burgers -n 100 -o burgers.mat")
    {
        _equation.CompletionSources.Add(_ => Generator.All.Select(
            g => new System.CommandLine.Completions.CompletionItem(g.Name)));
        Add(_equation);
        foreach (Option option in (Option[])[_count, _size, _seed, _set, _output]) Add(option);
    }

    protected override Answer Run(Invocation call)
    {
        Generator equation = Generator.Find(call.Arguments.GetRequiredValue(_equation));
        object? options = equation.Defaults();
        Settings.Read(call.Arguments.GetValue(_set) ?? []).Apply(options is null ? [] : [options]);
        if (call.Arguments.GetValue(_size) is not null && !equation.HasSize)
            throw new ArgumentException($"The grid of {equation.Name} is an option: --set "
                + $"{string.Join(", ", OptionRecord.Properties(options!.GetType()).Select(p => p.Name))}.");
        FieldGenerator generator = equation.Create(call.Arguments.GetValue(_size) ?? 64, options);
        int count = call.Arguments.GetValue(_count);
        string file = OutputFile.Prepare(call.Arguments.GetRequiredValue(_output));
        NeuralOperatorsCatalog operators = call.Context().NeuralOperators();
        IDataView data = operators.Generate(generator, count, call.Arguments.GetValue(_seed));
        operators.SaveFields(data, file, new WriteOptions { CancellationToken = call.Cancellation });
        var fields = generator.Fields.Select(f => new { f.Name, f.Channels, f.Grid }).ToArray();
        return new Answer(new { File = file, Rows = count, Fields = fields }, console =>
        {
            console.Line($"{count} rows written to {file}");
            foreach (var f in fields)
                console.Line($"  {f.Name}: {new ColumnFact(f.Name, f.Channels, [.. f.Grid])}");
        });
    }
}
