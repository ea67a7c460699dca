namespace Microsoft.ML.NeuralOperators;

/// <summary>What trials of a lower rung have less of.</summary>
public enum SweepFidelity
{
    /// <summary>
    /// Epochs: each rung trains for the factor's share of those of the next. The trial goes on with the same bits as if
    /// it had never been paused.
    /// </summary>
    Epochs,
    /// <summary>
    /// Rows: each rung trains all epochs, on the factor's share of the rows of the next, which are among them. A
    /// promoted trial begins with the weights it had.
    /// </summary>
    Samples,
    /// <summary>
    /// Points: each rung trains all epochs, on every second point of the next one's grid along each axis. A promoted
    /// trial begins with the weights it had. The operator must allow other grids than that of its training.
    /// </summary>
    Resolution,
}
