namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The time of published weights whose kernels have it as their last axis.</summary>
/// <param name="Frames">Frames of the fields.</param>
/// <param name="Modes">Modes in time, counted over the full spectrum.</param>
internal sealed record PublishedFrames(int Frames, int Modes);
