using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>
/// Normalises every sample over the domain and groups of channels of [batch, grid…, channels], without learned factors. Its
/// statistics are integrals by the grid's quadrature. With as many groups as channels it is instance normalisation.
/// </summary>
internal sealed class DomainNormalization(GridMean mean, int groups, double epsilon) : Layer
{
    public Value Apply(Value x)
    {
        Value grouped = x.Reshape([.. x.Shape.SkipLast(1), groups, x.Shape[-1] / groups]);
        Value centred = grouped - Mean(grouped);
        return (centred / (Mean(centred * centred) + epsilon).Map(UnaryFunction.Sqrt)).Reshape(x.Shape);
    }

    private Value Mean(Value grouped)
    {
        Value points = mean.OverGrid(grouped);
        return points.Shape[-1].Known == 1 ? points : points.Reduce(Reduction.Mean, -1);
    }
}
