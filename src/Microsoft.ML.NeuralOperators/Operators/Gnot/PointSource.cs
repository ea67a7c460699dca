namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Features of points that attention reads.</summary>
/// <param name="Features">[batch, points, channels].</param>
/// <param name="Mask">
/// 1 at the points a sample has, 0 after them, [batch, 1, points]; null where samples have all points.
/// </param>
internal sealed record PointSource(Value Features, Value? Mask);
