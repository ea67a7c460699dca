using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Looking at data while debugging.</summary>
public static class DebuggerExtensions
{
    /// <summary>The first rows.</summary>
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = 100)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new DataDebuggerPreview(data, maxRows);
    }

    /// <summary>The first transformed rows.</summary>
    public static DataDebuggerPreview Preview(this ITransformer transformer, IDataView data, int maxRows = 100)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new DataDebuggerPreview(transformer.Transform(data), maxRows);
    }

    /// <summary>The first rows, transformed by what is fitted on the first training rows.</summary>
    public static DataDebuggerPreview Preview(this IEstimator<ITransformer> estimator, IDataView data, int maxRows = 100, int maxTrainingRows = 100)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(data);
        IDataView training = new FilteredDataView(data, c => new SelectingCursor(c, row => row < maxTrainingRows ? RowVerdict.Take : RowVerdict.Stop), [], _ => null);
        return new DataDebuggerPreview(estimator.Fit(training).Transform(data), maxRows);
    }
}
