namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Twice a convolution with a kernel of 3 points, a normalisation and a nonlinearity: [batch, in, grid…] → [batch, out,
/// grid…].
/// </summary>
internal sealed class ConvolutionPair : Layer
{
    private readonly Unit[] _units;
    private readonly Activation _activation;

    /// <summary>Declares the layer. Names count the parts of the published sequence, activations included.</summary>
    public ConvolutionPair(LsmOptions options, int inputs, int between, int outputs)
    {
        _activation = options.Activation;
        int parts = options.Normalization == Normalization.None ? 2 : 3;
        _units = [Declare(0, inputs, between), Declare(parts, between, outputs)];

        Unit Declare(int index, int from, int to)
        {
            string norm = $"double_conv.{index + 1}";
            return new Unit(
                Compose($"double_conv.{index}",
                    new GridConvolution(options.Dimensions, from, to, 3, BoundaryCondition.Dirichlet, hasBias: false)),
                options.Normalization switch
                {
                    Normalization.Batch => Compose(norm, new BatchNormalization(to)).Apply,
                    Normalization.Instance
                        => Compose(norm, new GroupNormalization(to, to, layout: FieldLayout.ChannelsFirst)).Apply,
                    _ => Identity,
                });
        }
    }

    /// <summary>Applies both convolutions.</summary>
    public Value Apply(Value x)
    {
        foreach (Unit unit in _units) x = _activation.Apply(unit.Norm(unit.Convolution.Apply(x)));
        return x;
    }

    private sealed record Unit(GridConvolution Convolution, Func<Value, Value> Norm);
}
