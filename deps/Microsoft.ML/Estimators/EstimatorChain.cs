using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>When a part of a chain is used.</summary>
[Flags]
public enum TransformerScope
{
    /// <summary>Never.</summary>
    None = 0,
    /// <summary>In training.</summary>
    Training = 1 << 0,
    /// <summary>In testing.</summary>
    Testing = 1 << 1,
    /// <summary>In scoring.</summary>
    Scoring = 1 << 2,
    /// <summary>In training and testing.</summary>
    TrainTest = Training | Testing,
    /// <summary>Always.</summary>
    Everything = Training | Testing | Scoring,
}

/// <summary>Estimators one after the other.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly IEstimator<ITransformer>[] _estimators;
    private readonly TransformerScope[] _scopes;
    private readonly bool[] _cacheAfter;

    /// <summary>An empty chain.</summary>
    public EstimatorChain()
        : this([], [], [])
    {
    }

    internal EstimatorChain(IEstimator<ITransformer>[] estimators, TransformerScope[] scopes, bool[] cacheAfter)
    {
        (_estimators, _scopes, _cacheAfter) = (estimators, scopes, cacheAfter);
        LastEstimator = estimators.Length == 0 ? null! : (IEstimator<TLastTransformer>)estimators[^1];
    }

    /// <summary>The last estimator.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    /// <summary>Fits one estimator after the other, each on what the ones before make of the data.</summary>
    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Faults of the schema show before anything is trained.
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var transformers = new ITransformer[_estimators.Length];
        IDataView data = input;
        for (int i = 0; i < _estimators.Length; i++)
        {
            if (i > 0 && _cacheAfter[i - 1]) data = new CachedDataView(data);
            transformers[i] = _estimators[i].Fit(data);
            data = transformers[i].Transform(data);
        }
        return new TransformerChain<TLastTransformer>(transformers, _scopes);
    }

    /// <summary>The columns that come out, before there is data.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _estimators.Aggregate(inputSchema, (shape, estimator) => estimator.GetOutputSchema(shape));
    }

    /// <summary>A chain with one more estimator.</summary>
    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new EstimatorChain<TNewTrans>([.. _estimators, estimator], [.. _scopes, scope], [.. _cacheAfter, false]);
    }

    /// <summary>A chain that keeps the data in memory for what comes next.</summary>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        Contracts.Check(_estimators.Length > 0, "Current estimator chain has no estimator, can't append cache checkpoint.");
        return _cacheAfter[^1] ? this : new EstimatorChain<TLastTransformer>(_estimators, _scopes, [.. _cacheAfter[..^1], true]);
    }
}
