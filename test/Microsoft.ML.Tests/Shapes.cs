using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

/// <summary>What estimators know of data before it is read, which official ML.NET shows to the estimators of a chain only.</summary>
internal static class Shapes
{
    public static SchemaShape Of(IDataView data)
    {
        var probe = new Probe();
        new EstimatorChain<ITransformer>().Append(probe).Fit(data);
        return probe.Seen!;
    }

    /// <summary>Columns in words: "Name: Kind of Item [annotations]".</summary>
    public static string[] Describe(SchemaShape shape) => [.. shape.Select(Describe)];

    public static string Describe(SchemaShape.Column column)
    {
        string annotations = string.Join(", ", column.Annotations.Select(a => a.Name).Order());
        return $"{column.Name}: {column.Kind} of {column.ItemType}{(annotations.Length > 0 ? $" [{annotations}]" : "")}";
    }

    /// <summary>The columns of a schema in words: "Name: Type".</summary>
    public static string[] Describe(DataViewSchema schema) => [.. schema.Where(c => !c.IsHidden).Select(c => $"{c.Name}: {c.Type}")];

    private sealed class Probe : IEstimator<ITransformer>
    {
        public SchemaShape? Seen { get; private set; }

        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;
    }
}
