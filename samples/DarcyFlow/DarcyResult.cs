using Microsoft.ML;
using Microsoft.ML.NeuralOperators;

namespace DarcyFlow;

/// <summary>What came out of a job: shown on the terminal and on the page.</summary>
/// <param name="Data">What it was trained and tested on.</param>
/// <param name="Unit">The unit of all fields, where it is known.</param>
/// <param name="Training">How training went.</param>
/// <param name="Test">Scores at the training grid.</param>
/// <param name="Fine">Scores of the same problems on a finer grid, where there is one.</param>
/// <param name="Milliseconds">Wall time of a prediction.</param>
/// <param name="Provider">What ONNX Runtime scored on.</param>
internal sealed record DarcyResult(string Data, string? Unit, TrainingReport Training, DarcyScores Test,
    DarcyScores? Fine, double Milliseconds, string Provider)
{
    /// <summary>The scores of each grid, with its name.</summary>
    public IEnumerable<(string Grid, DarcyScores Scores)> Scores
        => Fine is null ? [("training grid", Test)] : [("training grid", Test), ("finer grid, never seen", Fine)];
}

/// <summary>Predictions and their errors.</summary>
/// <param name="Rows">Permeability "a", pressure "u" and predicted pressure "Score".</param>
/// <param name="Metrics">The errors over all rows.</param>
internal sealed record DarcyScores(IDataView Rows, FieldMetrics Metrics);
