namespace Microsoft.ML.NeuralOperators;

/// <summary>What a classical solver costs on one grid.</summary>
/// <param name="Points">Points along each axis, or any other measure of how fine it is.</param>
/// <param name="Error">Its error against the finest solution, on the grid where operators are judged.</param>
/// <param name="Seconds">Time of one solve, with all the work around it.</param>
public sealed record SolverCost(int Points, double Error, double Seconds);
