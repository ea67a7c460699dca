namespace Microsoft.ML.NeuralOperators;

/// <summary>A column with a function that an operator on point sets reads.</summary>
/// <param name="ColumnName">The column, [channels, points].</param>
/// <param name="Channels">
/// Channels, for columns whose type has no dimensions: values where the function is given at the query points,
/// otherwise coordinates followed by values.
/// </param>
/// <param name="IsAtPoints">
/// Whether it is given at the query points, and holds values alone; otherwise it brings its own points.
/// </param>
public sealed record InputFunctionColumn(string ColumnName, int Channels = 1, bool IsAtPoints = false);
