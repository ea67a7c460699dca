namespace Microsoft.ML.NeuralOperators;

/// <summary>A function that a <see cref="Gnot"/> reads.</summary>
/// <param name="Channels">
/// Channels: values where it is given at the query points, otherwise coordinates followed by values.
/// </param>
/// <param name="IsAtPoints">
/// Whether it is given at the query points, whose coordinates are then prepended to the values.
/// </param>
public sealed record InputFunction(int Channels = 1, bool IsAtPoints = false);
