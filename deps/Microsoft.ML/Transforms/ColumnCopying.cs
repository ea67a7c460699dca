using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Copies columns.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;

    internal ColumnCopyingEstimator(params InputOutputColumnPair[] columns)
        : base(new ColumnCopyingTransformer(columns)) => _columns = columns;

    /// <summary>The columns that come out, before there is data.</summary>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_columns.Select(pair => inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column c)
            ? new SchemaShape.Column(pair.OutputColumnName, c.Kind, c.ItemType, c.IsKey, c.Annotations)
            : throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.InputColumnName)));
    }
}

/// <summary>Copies columns.</summary>
public sealed class ColumnCopyingTransformer : RowToRowTransformerBase
{
    private readonly InputOutputColumnPair[] _columns;

    internal ColumnCopyingTransformer(InputOutputColumnPair[] columns) => _columns = columns;

    private protected override RowMapping Map(DataViewSchema inputSchema) => new Mapping(inputSchema, _columns);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetSignature(typeof(ColumnCopyingTransformer));
        ColumnPairs.Write(ctx.Writer, _columns);
    }

    internal static ITransformer Load(IHostEnvironment env, ModelLoadContext ctx) => new ColumnCopyingTransformer(ColumnPairs.Read(ctx.Reader));

    private sealed class Mapping(DataViewSchema inputSchema, InputOutputColumnPair[] columns) : RowMapping(inputSchema)
    {
        private readonly DataViewSchema.Column[] _sources = [.. columns.Select(pair => ColumnPairs.Find(inputSchema, pair.InputColumnName))];

        public override DataViewSchema.DetachedColumn[] Added
            => [.. columns.Select((pair, i) => new DataViewSchema.DetachedColumn(pair.OutputColumnName, _sources[i].Type, _sources[i].Annotations))];

        public override IEnumerable<int> Needs(int added) => [_sources[added].Index];

        public override Delegate?[] Getters(DataViewRow input, Func<int, bool> isActive, out IDisposable? dispose)
        {
            dispose = null;
            return [.. _sources.Select((source, i) => isActive(i) ? ColumnDispatch.Getter(input, source) : null)];
        }
    }
}

/// <summary>Pairs of columns in files and schemas.</summary>
internal static class ColumnPairs
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
        => schema.GetColumnOrNull(name) ?? throw Contracts.ExceptSchemaMismatch("inputSchema", "input", name);

    public static void Write(BinaryWriter writer, InputOutputColumnPair[] columns)
    {
        writer.Write(columns.Length);
        foreach (InputOutputColumnPair pair in columns)
        {
            writer.Write(pair.OutputColumnName);
            writer.Write(pair.InputColumnName);
        }
    }

    public static InputOutputColumnPair[] Read(BinaryReader reader)
    {
        var columns = new InputOutputColumnPair[reader.ReadInt32()];
        for (int i = 0; i < columns.Length; i++) columns[i] = new InputOutputColumnPair(reader.ReadString(), reader.ReadString());
        return columns;
    }
}
