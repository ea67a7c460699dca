namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>GNOT's normalised attention of a mesh to itself, divided by the number of points.</summary>
internal sealed class NormalizedMeshAttention : MeshAttention
{
    private readonly NormalizedAttention _attention;

    public NormalizedMeshAttention(int channels, int heads)
        => _attention = Compose("", new NormalizedAttention(channels, heads, null, isMean: true));

    public override Value Apply(Value x, MeshPoints mesh) => _attention.Apply(x, [new PointSource(x, mesh.Mask)]);
}
