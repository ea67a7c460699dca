namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>How the points of a mesh hear of each other: [batch, points, channels] both ways.</summary>
internal abstract class MeshAttention : Layer
{
    /// <summary>Applies the layer.</summary>
    public abstract Value Apply(Value x, MeshPoints mesh);
}
