namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The file that predictions go to.</summary>
internal sealed class OutputFileArguments
{
    private readonly Option<string> _file = new("--output", "-o")
    {
        Description = "The file to write; its extension says the format: .npz, .npy, .h5, .mat, .parquet, .arrow, "
            + ".vti, "
            + ".vtu, .pvd.",
        Required = true,
    };

    private readonly Option<string?> _name = new("--as") { Description = "The name of the array; without it, Score." };

    private readonly Option<bool> _all = new("--with-input") { Description = "Write also what the file held." };

    public void AddTo(System.CommandLine.Command command)
    {
        foreach (Option option in (Option[])[_file, _name, _all]) command.Add(option);
    }

    public Answer Save(Invocation call, MLContext context, IDataView scored, string score)
    {
        string file = call.Arguments.GetRequiredValue(_file), name = call.Arguments.GetValue(_name) ?? score;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        if (name != score) scored = context.Transforms.CopyColumns(name, score).Fit(scored).Transform(scored);
        string[] columns = call.Arguments.GetValue(_all)
            ? [.. scored.Schema.Where(c => !c.IsHidden && (c.Name != score || name == score))
                .Select(c => c.Name)] : [name];
        var options = new WriteOptions { CancellationToken = call.Cancellation };
        context.NeuralOperators().SaveFields(scored, file, options, columns);
        ColumnFact? field = ColumnFact.Of(scored.Schema[name]);
        long? rows = scored.GetRowCount();
        return new Answer(new { File = file, Array = name, Rows = rows, field?.Channels, field?.Grid },
            console => console.Line($"{rows} rows of '{name}', {field}, written to {file}"));
    }
}
