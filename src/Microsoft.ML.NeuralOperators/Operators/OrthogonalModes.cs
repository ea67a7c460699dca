namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Mean and proper orthogonal modes of fields: the directions in which they vary most around their mean, each scaled to
/// a mean square of 1 over points and channels.
/// </summary>
/// <param name="Mean">[channels, points].</param>
/// <param name="Modes">[modes, channels, points], the one of largest variance first.</param>
internal sealed record OrthogonalModes(float[] Mean, float[] Modes);
