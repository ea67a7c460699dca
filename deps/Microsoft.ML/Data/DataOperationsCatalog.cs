using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Loading, splitting and filtering data.</summary>
public sealed class DataOperationsCatalog
{
    internal DataOperationsCatalog(IHostEnvironment env) => Environment = env;

    internal IHostEnvironment Environment { get; }

    /// <summary>Rows to train on and rows to test on.</summary>
    public readonly struct TrainTestData
    {
        /// <summary>Rows to train on.</summary>
        public readonly IDataView TrainSet;

        /// <summary>Rows to test on.</summary>
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }

    /// <summary>Objects as rows; they are read lazily, and again for every cursor.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition? schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        return new EnumerableDataView<TRow>(data, schemaDefinition);
    }

    /// <summary>Objects as rows with the columns of a schema.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        return new EnumerableDataView<TRow>(data, null, schema);
    }

    /// <summary>Rows as objects.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition? schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        return Enumerate(TypedSetter.Create<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition));

        IEnumerable<TRow> Enumerate((DataViewSchema.Column Column, Func<DataViewRow, Action<TRow>> Bind)[] setters)
        {
            using DataViewRowCursor cursor = data.GetRowCursor(setters.Select(s => s.Column));
            Action<TRow>[] write = [.. setters.Select(s => s.Bind(cursor))];
            TRow? row = null;
            while (cursor.MoveNext())
            {
                row = reuseRowObject && row is not null ? row : new TRow();
                foreach (Action<TRow> column in write) column(row);
                yield return row;
            }
        }
    }

    /// <summary>The rows in a random order.</summary>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        Contracts.CheckParam(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        return new ShuffledDataView(input, seed ?? NextSeed(), shufflePoolSize, shuffleSource);
    }

    /// <summary>The first rows.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        Contracts.CheckParam(count > 0, nameof(count), "Must be greater than zero.");
        return new FilteredDataView(input, c => new SelectingCursor(c, row => row < count ? RowVerdict.Take : RowVerdict.Stop), [],
            all => all is { } rows ? Math.Min(rows, count) : null);
    }

    /// <summary>The rows after the first ones.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        Contracts.CheckParam(count > 0, nameof(count), "Must be greater than zero.");
        return new FilteredDataView(input, c => new SelectingCursor(c, row => row < count ? RowVerdict.Skip : RowVerdict.Take), [],
            all => all is { } rows ? Math.Max(0, rows - count) : null);
    }

    /// <summary>Keeps columns in memory once they are read.</summary>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] columns = [.. (columnsToPrefetch ?? []).Select(name => input.Schema.GetColumnOrNull(name)
            ?? throw Contracts.ExceptSchemaMismatch(nameof(columnsToPrefetch), "prefetch", name))];
        var cached = new CachedDataView(input);
        if (columns.Length > 0) cached.GetRowCursor(columns).Dispose();
        return cached;
    }

    /// <summary>Rows whose number lies in [lowerBound, upperBound).</summary>
    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        Contracts.CheckNonEmpty(columnName, nameof(columnName));
        Contracts.CheckParam(lowerBound < upperBound, nameof(upperBound), "Must be less than lowerBound");
        DataViewSchema.Column column = input.Schema[columnName];
        if (column.Type is not NumberDataViewType) throw Contracts.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "number", $"{column.Type}");
        Contracts.CheckParam(column.Type == NumberDataViewType.Single || column.Type == NumberDataViewType.Double, nameof(columnName), $"Column '{columnName}' does not have compatible type");
        return new FilteredDataView(input, cursor =>
        {
            Func<double> number = NumberReader.Create(cursor, column);
            return new ConditionCursor(cursor, () => number() is var value && lowerBound <= value && value < upperBound);
        }, [column.Index], _ => null);
    }

    /// <summary>Rows without missing values in the columns.</summary>
    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(input);
        Contracts.CheckParam(columns is { Length: > 0 }, nameof(columns), "Must name at least one column");
        DataViewSchema.Column[] chosen = [.. columns.Select(name => input.Schema.GetColumnOrNull(name)
            ?? throw new ArgumentOutOfRangeException(nameof(columns), $"Source column '{name}' not found"))];
        foreach (DataViewSchema.Column column in chosen)
        {
            DataViewType item = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
            Contracts.CheckParam(item == NumberDataViewType.Single || item == NumberDataViewType.Double || item is KeyDataViewType, nameof(columns),
                $"Column '{column.Name}' has type {column.Type} which does not support missing values, so we cannot filter on them");
        }
        return new FilteredDataView(input, cursor =>
        {
            Func<bool>[] missing = [.. chosen.Select(c => NumberReader.Missing(cursor, c))];
            return new ConditionCursor(cursor, () => !Array.Exists(missing, m => m()));
        }, [.. chosen.Select(c => c.Index)], _ => null);
    }

    /// <summary>Splits the rows at random, by a column's values where one is named.</summary>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string? samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Contracts.CheckParam(testFraction > 0 && testFraction < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        RowSampler sampler = new(data, samplingKeyColumnName, seed ?? SplitSeed());
        return new TrainTestData(sampler.Part(testFraction, 1), sampler.Part(0, testFraction));
    }

    /// <summary>Splits the rows at random into folds, each the test set of one pair.</summary>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string? samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Contracts.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        RowSampler sampler = new(data, samplingKeyColumnName, seed ?? SplitSeed());
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold =>
        {
            double low = (double)fold / numberOfFolds, high = fold == numberOfFolds - 1 ? 1 : (fold + 1.0) / numberOfFolds;
            return new TrainTestData(sampler.Complement(low, high), sampler.Part(low, high));
        })];
    }

    /// <summary>Rows drawn with replacement, about as many as there are; or those that were not drawn.</summary>
    public IDataView BootstrapSample(IDataView input, int? seed = null, bool complement = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        int fixedSeed = seed ?? NextSeed();
        return new FilteredDataView(input, cursor => new BootstrapCursor(cursor, fixedSeed, complement), [], _ => null);
    }

    // Splits follow the context's own seed, so that splitting twice gives the same rows.
    private int SplitSeed() => (Environment as IHostEnvironmentInternal)?.Context.Seed ?? NextSeed();

    private int NextSeed() => Environment.Register(nameof(DataOperationsCatalog)).Rand.Next();
}
