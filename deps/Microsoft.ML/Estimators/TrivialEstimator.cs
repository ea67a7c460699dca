namespace Microsoft.ML.Data;

/// <summary>An estimator that has nothing to learn: it checks the columns and gives its transformer, the same one each time.</summary>
public abstract class TrivialEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : class, ITransformer
{
    private protected TrivialEstimator(TTransformer transformer) => Transformer = transformer;

    private protected TTransformer Transformer { get; }

    /// <summary>Checks the columns and gives the transformer.</summary>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Transformer.GetOutputSchema(input.Schema);
        return Transformer;
    }

    /// <summary>The columns that come out, before there is data.</summary>
    public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
