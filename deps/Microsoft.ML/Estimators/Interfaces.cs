using Microsoft.ML.Data;

namespace Microsoft.ML
{
    /// <summary>Learns a transformer from data.</summary>
    public interface IEstimator<out TTransformer>
        where TTransformer : ITransformer
    {
        /// <summary>Learns.</summary>
        TTransformer Fit(IDataView input);

        /// <summary>The columns that come out, before there is data.</summary>
        SchemaShape GetOutputSchema(SchemaShape inputSchema);
    }

    /// <summary>Transforms data.</summary>
    public interface ITransformer : ICanSaveModel
    {
        /// <summary>Whether single rows can be transformed.</summary>
        bool IsRowToRowMapper { get; }

        /// <summary>The columns that come out.</summary>
        DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

        /// <summary>Transforms data, lazily.</summary>
        IDataView Transform(IDataView input);

        /// <summary>Transforms single rows.</summary>
        IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
    }

    /// <summary>Can be saved in a model file.</summary>
    public interface ICanSaveModel
    {
        /// <summary>Saves.</summary>
        void Save(ModelSaveContext ctx);
    }
}

namespace Microsoft.ML.Data
{
    /// <summary>Transforms single rows.</summary>
    public interface IRowToRowMapper
    {
        /// <summary>The columns that go in.</summary>
        DataViewSchema InputSchema { get; }

        /// <summary>The columns that come out.</summary>
        DataViewSchema OutputSchema { get; }

        /// <summary>The input columns that output columns need.</summary>
        IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

        /// <summary>A row that transforms the current values of another one.</summary>
        DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
    }
}
