using Microsoft.ML.NeuralOperators.Views;

namespace Microsoft.ML.NeuralOperators;

// How good predictions are.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>Errors of predicted fields against true ones.</summary>
    /// <param name="data">Rows with both columns, such as the result of a model's Transform.</param>
    /// <param name="labelColumnName">The true field.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="options">
    /// Frames, missing values, confidence intervals, errors of single rows; the defaults when null.
    /// </param>
    /// <param name="maskColumnName">
    /// A vector of Single that is 1 where a point counts and 0 where it does not, [grid…] or [channels, grid…]; null
    /// where all points count. What the fields hold at other points, NaN too, has no effect.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of another type, or the options have faults.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, no point counts, or a row has other numbers than its column says; the text names it.
    /// </exception>
    public FieldMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        EvaluationOptions? options = null, string? maskColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var columns = new EvaluatedColumns(data.Schema, labelColumnName, scoreColumnName, maskColumnName);
        return FieldEvaluator.Evaluate(data, columns, options ?? new EvaluationOptions());
    }

    /// <summary>
    /// The rows with a column of their errors, a Single: to sort, filter and draw them by. It is computed row by row,
    /// as it is read.
    /// </summary>
    /// <param name="data">Rows with both columns, such as the result of a model's Transform.</param>
    /// <param name="labelColumnName">The true field.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="errorColumnName">The new column.</param>
    /// <param name="metric">
    /// Which error. Relative ones are NaN in rows whose truth is zero everywhere, all in rows of which no point counts.
    /// </param>
    /// <param name="maskColumnName">See <see cref="Evaluate"/>.</param>
    /// <param name="ignoreMissing">See <see cref="EvaluationOptions.IgnoreMissing"/>.</param>
    /// <param name="sphere">See <see cref="EvaluationOptions.Sphere"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing or of another type, or its fields are not on a sphere.
    /// </exception>
    public IDataView RowErrors(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        string errorColumnName = "Error", RowMetric metric = RowMetric.RelativeL2, string? maskColumnName = null,
        bool ignoreMissing = false, SphericalGrid? sphere = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(errorColumnName);
        if (!Enum.IsDefined(metric))
            throw new ArgumentOutOfRangeException(nameof(metric), $"There is no metric {metric}.");
        var columns = new EvaluatedColumns(data.Schema, labelColumnName, scoreColumnName, maskColumnName);
        var options = new EvaluationOptions
        {
            HasFourierBands = false,
            WorstRows = 0,
            IgnoreMissing = ignoreMissing,
            Sphere = sphere,
        };
        // Fields that are not on a sphere are refused here, not where the first row is read.
        columns.Accumulator(options);
        return new RowErrorView(data, columns, options, metric, errorColumnName);
    }

    /// <summary>
    /// Finds rows of a test set that are bit for bit in the training set, whose errors say nothing of new data. Every
    /// row is read once; memory is proportional to the number of training rows, not to their length.
    /// </summary>
    /// <param name="trainData">The training rows.</param>
    /// <param name="testData">Rows with the same columns.</param>
    /// <param name="columnNames">
    /// The columns to compare, usually the inputs: vectors of Single. None takes all such columns that both have.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public DuplicateRows FindDuplicates(IDataView trainData, IDataView testData, params string[] columnNames)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(testData);
        ArgumentNullException.ThrowIfNull(columnNames);
        return DuplicateFinder.Find(trainData, testData, columnNames);
    }

    /// <summary>
    /// The rows with NaN where a mask column is 0, which trainings take for missing with
    /// <see cref="TrainingOptions.MissingValues"/>, and evaluations with <see cref="EvaluationOptions.IgnoreMissing"/>.
    /// </summary>
    /// <param name="data">The rows.</param>
    /// <param name="maskColumnName">
    /// A vector of Single that is 1 where a point counts and 0 where it does not: [grid…], or [channels, grid…].
    /// </param>
    /// <param name="columnNames">
    /// The fields, at least one. A field that the model reads has to be masked where the model scores, too.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// No field is named, or a column is missing or of another type.
    /// </exception>
    public IDataView MaskFields(IDataView data, string maskColumnName, params string[] columnNames)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(columnNames);
        ArgumentOutOfRangeException.ThrowIfZero(columnNames.Length, nameof(columnNames));
        return new MaskedView(data, maskColumnName, columnNames);
    }
}
