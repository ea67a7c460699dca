namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The option that says which arrays of a file a model reads.</summary>
internal sealed class InputArguments
{
    private readonly Option<string[]> _input = new("--input", "-i")
    {
        Description = "An array with another name in the file than in the model: coeff=permeability.",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(System.CommandLine.Command command) => command.Add(_input);

    /// <summary>The model's input columns.</summary>
    /// <exception cref="ArgumentException">The command line names a column that the model does not read.</exception>
    public IEnumerable<NamedColumn> Columns(Invocation call, LoadedModel model)
    {
        IReadOnlyList<string> needed = model.Operator.FeatureColumnNames;
        NamedColumn[] said = [.. (call.Arguments.GetValue(_input) ?? []).Select(NamedColumn.Read)];
        // A single array needs no name of its own.
        if (needed.Count == 1 && said is [var only] && only.Name == only.Array) said = [new(needed[0], only.Array)];
        if (said.FirstOrDefault(s => !needed.Contains(s.Name)) is { } wrong)
            throw new ArgumentException($"The model reads {string.Join(", ", needed)}, not '{wrong.Name}'.");
        return needed.Select(name => said.FirstOrDefault(s => s.Name == name) ?? new NamedColumn(name, name));
    }
}
