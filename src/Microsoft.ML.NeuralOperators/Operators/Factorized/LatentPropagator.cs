using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>One step in time of the latent field, z ← z + W₂ GELU(W₁ norm z), on [.., latent] (FactFormer, arXiv:2305.17560, section 3.3).</summary>
internal sealed class LatentPropagator : Layer
{
    private readonly LayerNormalization _norm;
    private readonly PointwiseLinear _first;
    private readonly PointwiseLinear _second;

    public LatentPropagator(int latent, int hidden)
    {
        _norm = Compose("norm", new LayerNormalization(latent));
        _first = Compose("fn.net.0", new PointwiseLinear(latent, hidden));
        _second = Compose("fn.net.3", new PointwiseLinear(hidden, latent));
    }

    public Value Apply(Value z) => z + _second.Apply(_first.Apply(_norm.Apply(z)).Map(UnaryFunction.Gelu));
}
