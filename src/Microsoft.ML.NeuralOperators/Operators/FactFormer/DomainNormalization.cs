namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Normalises every sample over the domain and groups of channels of [batch, grid…, channels], without learned factors.
/// Its statistics are integrals by the grid's quadrature. With as many groups as channels it is instance normalisation.
/// </summary>
/// <param name="mean">The quadrature.</param>
/// <param name="groups">Groups of channels.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="isUnbiased">Whether the variance is that of a sample, divided by one element less.</param>
internal sealed class DomainNormalization(GridMean mean, int groups, double epsilon, bool isUnbiased = false) : Layer
{
    public Value Apply(Value x)
    {
        Value grouped = x.Reshape([.. x.Shape.SkipLast(1), groups, x.Shape[-1] / groups]);
        return grouped.Standardize(epsilon, Mean, isUnbiased ? OfSample : null).Reshape(x.Shape);
    }

    // σ²·n/(n - 1)
    private Value OfSample(Value squares)
    {
        Dim count = squares.Shape.Product(1, squares.Rank) / groups;
        Interpreter interpreter = squares.Interpreter;
        return Mean(squares) * (interpreter.Number(count) / interpreter.Number(Dim.Max(count - 1, 1)));
    }

    private Value Mean(Value grouped)
    {
        Value points = mean.OverGrid(grouped);
        return points.Shape[-1].Known == 1 ? points : points.Reduce(Reduction.Mean, -1);
    }
}
