namespace Microsoft.ML.NeuralOperators.Model.Chains;

/// <summary>Writes a chain of transformers as one ONNX model.</summary>
internal static class ChainExporter
{
    /// <summary>The model.</summary>
    /// <exception cref="NotSupportedException">A part cannot be converted; the text names it.</exception>
    public static OnnxModel Export(ITransformer model, DataViewSchema inputSchema)
    {
        var read = new List<FieldColumn>();
        Dictionary<string, ChainColumn> columns = inputSchema.Where(c => !c.IsHidden)
            .ToDictionary(c => c.Name, c => Input(c, read));
        NeuralOperatorTransformer[] operators = [.. Flat(model).OfType<NeuralOperatorTransformer>()];
        DataViewSchema schema = inputSchema;
        foreach (ITransformer part in Flat(model))
        {
            DataViewSchema next = part.GetOutputSchema(schema);
            columns = ChainParts.Apply(part, schema, next, columns);
            schema = next;
        }
        KeyValuePair<string, ChainColumn>[] outputs = [.. columns.Where(c => c.Value.IsPredicted)];
        if (outputs.Length == 0)
            throw new ArgumentException("None of the model's output columns comes from a neural operator.",
                nameof(model));

        var graph = new ChainGraph([.. columns.Keys, .. inputSchema.Select(c => c.Name)]);
        foreach (var (_, column) in outputs) column.In(graph);
        if (outputs.FirstOrDefault(o => read.Any(r => r.Name == o.Key)) is { Key: { } both })
            throw new NotSupportedException($"The model cannot be exported to ONNX: column '{both}' is read and "
                + "predicted; give the prediction another name.");
        foreach (var (name, column) in outputs) graph.Output(column.In(graph), name, column.Sizes);
        // A transformer has one score; other programs read any number of outputs.
        ModelMetadata? metadata = outputs is [var (score, predicted)]
            ? new ModelMetadata(read, Field(score, predicted.Sizes) with { Points = predicted.Points },
                operators is [{ Report: { } report }] ? report : null)
            : null;
        return graph.Build(metadata?.ToEntries() ?? []);
    }

    /// <summary>The parts of a chain, and of chains in it.</summary>
    public static IEnumerable<ITransformer> Flat(ITransformer transformer)
        => transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [transformer];

    private static ChainColumn Input(DataViewSchema.Column column, List<FieldColumn> read)
    {
        if (ChainColumn.SizesOf(column.Type) is not { } sizes)
            return ChainColumn.Refused($"input column '{column.Name}' is {column.Type}; "
                + "only Single and vectors of Single of known size are converted");
        return new ChainColumn(sizes, isPredicted: false, graph =>
        {
            read.Add(Field(column.Name, sizes));
            return graph.Input(column.Name, sizes);
        });
    }

    private static FieldColumn Field(string name, int[] sizes) => new(name, sizes[0], sizes[1..]);
}
