namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The file that a command reads, and the axes of its arrays.</summary>
internal sealed class FieldFileArguments
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "A file of fields (.npz, .npy, .mat, .h5, .nc, .pt, .zarr, .vti, .parquet, .csv…), a "
            + "folder, or a pattern such as \"runs/*.h5\".",
    };

    private readonly Option<string?> _layout = NewLayout();

    /// <summary>The option that names the axes of arrays.</summary>
    public static Option<string?> NewLayout() => new("--layout")
    {
        Description = "The axes of the arrays by name, such as \"n x y\", \"n t x y c\" or \"a: n x y; u: n x y t\": "
            + "n samples, c channels, t frames, others the grid. Without it, samples come first.",
    };

    public void AddTo(System.CommandLine.Command command)
    {
        command.Add(_file);
        command.Add(_layout);
    }

    public string File(Invocation call) => call.Arguments.GetRequiredValue(_file);

    public string? Layout(Invocation call) => call.Arguments.GetValue(_layout);

    /// <summary>The columns, each read from its array; all arrays where none is named.</summary>
    public IDataView Load(Invocation call, MLContext context, params IEnumerable<NamedColumn> columns)
        => Load(call, context, File(call), null, columns);

    /// <summary>The columns, with limits on what is kept in memory.</summary>
    public IDataView Load(Invocation call, MLContext context, ReadLimits? limits,
        params IEnumerable<NamedColumn> columns)
        => Load(call, context, File(call), limits, columns);

    public IDataView Load(Invocation call, MLContext context, string file, params IEnumerable<NamedColumn> columns)
        => Load(call, context, file, null, columns);

    private IDataView Load(Invocation call, MLContext context, string file, ReadLimits? limits,
        IEnumerable<NamedColumn> columns)
    {
        Dictionary<string, string> arrays = columns.DistinctBy(c => c.Name).ToDictionary(c => c.Name, c => c.Array);
        return context.NeuralOperators().LoadFields(file, arrays.Count == 0 ? null : arrays, Layout(call),
            limits);
    }
}
