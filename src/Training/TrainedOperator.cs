namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>A definition with trained weights and statistics, ready to export.</summary>
/// <param name="Definition">The operator with its normalisers.</param>
/// <param name="Values">Its weights and statistics.</param>
/// <param name="Report">How it was trained.</param>
public sealed record TrainedOperator(NormalizedOperator Definition, ParameterValues Values, TrainingReport Report);
