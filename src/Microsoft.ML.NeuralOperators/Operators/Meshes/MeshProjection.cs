namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A linear layer at every point, or on grids a convolution with a kernel of 3 points: [batch, points, in] → [batch,
/// points, out].
/// </summary>
internal sealed class MeshProjection : Layer
{
    private readonly Linear? _linear;
    private readonly GridConvolution? _convolution;

    /// <summary>Declares the layer.</summary>
    /// <param name="axes">Grid axes of the convolution; 0 for a linear layer.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="boundary">How fields continue outside the grid.</param>
    public MeshProjection(int axes, int inputs, int outputs, BoundaryCondition boundary)
    {
        if (axes == 0) _linear = Compose("", new Linear(inputs, outputs));
        else _convolution = Compose("", new GridConvolution(axes, inputs, outputs, 3, boundary, hasBias: true));
    }

    public Value Apply(Value x, MeshPoints mesh)
        => _convolution is null ? _linear!.Apply(x) : _convolution.Apply(mesh.ToGrid(x)).ChannelsLast().AsPoints();
}
