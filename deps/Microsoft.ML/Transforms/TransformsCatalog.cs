using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Transforms.</summary>
public sealed class TransformsCatalog
{
    internal TransformsCatalog(IHostEnvironment env) => Environment = env;

    internal IHostEnvironment Environment { get; }
}

/// <summary>An output column and the input it comes from.</summary>
public sealed class InputOutputColumnPair
{
    /// <summary>A pair; the input has the output's name when not given.</summary>
    public InputOutputColumnPair(string outputColumnName, string? inputColumnName = null)
    {
        Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        (OutputColumnName, InputColumnName) = (outputColumnName, inputColumnName ?? outputColumnName);
    }

    /// <summary>The input.</summary>
    public string InputColumnName { get; }

    /// <summary>The output.</summary>
    public string OutputColumnName { get; }
}

/// <summary>Columns copied, joined, kept and dropped.</summary>
public static class TransformExtensionsCatalog
{
    /// <summary>A copy of a column.</summary>
    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName)
        => new(new InputOutputColumnPair(outputColumnName, inputColumnName));

    /// <summary>Numbers and vectors joined into a vector.</summary>
    public static ColumnConcatenatingEstimator Concatenate(this TransformsCatalog catalog, string outputColumnName, params string[] inputColumnNames)
        => new(outputColumnName, inputColumnNames);

    /// <summary>All columns but some.</summary>
    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames) => new(columnNames, false, false);

    /// <summary>Some columns.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, params string[] columnNames) => new(columnNames, true, false);

    /// <summary>Some columns.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, string[] columnNames, bool keepHidden) => new(columnNames, true, keepHidden);
}

/// <summary>Normalisation.</summary>
public static class NormalizationCatalog
{
    /// <summary>(x - mean)/deviation, or x/√(mean² + variance) where zero stays zero.</summary>
    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        long maximumExampleCount = 1000000000, bool fixZero = true, bool useCdf = false)
        => new(NormalizerKind.MeanVariance, maximumExampleCount, fixZero, useCdf, [new(outputColumnName, inputColumnName)]);

    /// <summary>(x - mean)/deviation, or x/√(mean² + variance) where zero stays zero.</summary>
    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = 1000000000, bool fixZero = true, bool useCdf = false)
        => new(NormalizerKind.MeanVariance, maximumExampleCount, fixZero, useCdf, columns);

    /// <summary>(x - min)/(max - min), or x/max(|min|, |max|) where zero stays zero.</summary>
    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        long maximumExampleCount = 1000000000, bool fixZero = true)
        => new(NormalizerKind.MinMax, maximumExampleCount, fixZero, false, [new(outputColumnName, inputColumnName)]);

    /// <summary>(x - min)/(max - min), or x/max(|min|, |max|) where zero stays zero.</summary>
    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = 1000000000, bool fixZero = true)
        => new(NormalizerKind.MinMax, maximumExampleCount, fixZero, false, columns);
}

/// <summary>Own functions.</summary>
public static class CustomMappingCatalog
{
    /// <summary>A function from some columns to others. It is saved by a contract name, which a factory class declares.</summary>
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(this TransformsCatalog catalog, Action<TSrc, TDst> mapAction, string? contractName,
        SchemaDefinition? inputSchemaDefinition = null, SchemaDefinition? outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new()
        => new(new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition));
}
