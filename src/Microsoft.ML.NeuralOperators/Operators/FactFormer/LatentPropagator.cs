namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// One step in time of the latent field, z ← z + W₂ GELU(W₁ norm z), on [.., latent] (FactFormer, arXiv:2305.17560,
/// section 3.3).
/// </summary>
internal sealed class LatentPropagator : Layer
{
    private readonly LayerNormalization _norm;
    private readonly Mlp _mlp;

    public LatentPropagator(int latent, int hidden)
    {
        _norm = Compose("norm", new LayerNormalization(latent));
        _mlp = Compose("fn.net", new Mlp(latent, hidden, latent, first: "0", last: "3"));
    }

    public Value Apply(Value z) => z + _mlp.Apply(_norm.Apply(z));
}
