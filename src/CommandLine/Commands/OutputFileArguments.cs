namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The file that predictions go to.</summary>
internal sealed class OutputFileArguments
{
    private readonly Option<string> _file = new("--save", "-o")
    {
        Description = "The file to write; its extension says the format: .npz, .npy, .h5, .mat, .parquet, .arrow, "
            + ".vti, .vtu, .pvd.",
        HelpName = "file",
        Required = true,
    };

    private readonly Option<string?> _name = new("--as") { Description = "The name of the array; without it, Score." };

    private readonly Option<bool> _all = new("--with-input") { Description = "Write also what the file held." };

    public void AddTo(System.CommandLine.Command command)
    {
        foreach (Option option in (Option[])[_file, _name, _all]) command.Add(option);
    }

    /// <summary>Where the predictions go, before anything is computed.</summary>
    /// <exception cref="ArgumentException">It is a file that is read.</exception>
    public string Prepare(Invocation call, params IEnumerable<string> read)
        => OutputFile.Prepare(call.Arguments.GetRequiredValue(_file), read);

    /// <summary>Computes the predictions and writes them.</summary>
    public Answer Save(Invocation call, MLContext context, IDataView scored, string score)
    {
        string file = call.Arguments.GetRequiredValue(_file), name = call.Arguments.GetValue(_name) ?? score;
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
