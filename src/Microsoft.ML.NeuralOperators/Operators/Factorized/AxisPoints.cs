using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>Coordinates and quadrature weights of a grid axis, computed from its size, in exported graphs too.</summary>
internal static class AxisPoints
{
    /// <summary>Coordinates [n] from 0 up to the length of the axis.</summary>
    public static Value Coordinates(Interpreter run, GridPoints points, Dim size, double length)
        => run.Table($"axis points {points} {length} {size}", () =>
        {
            Dim intervals = points == GridPoints.Periodic ? size : Dim.Max(size - 1, 1);
            return run.Sequence(size) / run.Number(intervals) * length;
        });

    /// <summary>Weights [n] of the mean over the axis, with the sum 1; null where all are equal.</summary>
    public static Value? Weights(Interpreter run, GridPoints points, Dim size)
        => points == GridPoints.Periodic ? null : run.Table($"axis weights {points} {size}", () =>
        {
            Value index = run.Sequence(size), one = run.Constant([1], 1);
            Value ends = index.With(BinaryFunction.Equal, run.Number(0)) + index.With(BinaryFunction.Equal, run.Number(size - 1));
            // A single point is both ends; the division by the sum gives it the weight 1.
            Value weights = ends.With(BinaryFunction.Minimum, one) * -0.5 + 1;
            return weights / weights.Reduce(Reduction.Sum, 0);
        });
}
