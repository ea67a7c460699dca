namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// One step in time of the latent field, z ← z + W₂ GELU(W₁ norm z), on [.., latent] (FactFormer, arXiv:2305.17560,
/// section 3.3).
/// </summary>
internal sealed class LatentPropagator : Layer
{
    private readonly LayerNormalization _norm;
    private readonly Linear _first;
    private readonly Linear _second;

    public LatentPropagator(int latent, int hidden)
    {
        _norm = Compose("norm", new LayerNormalization(latent));
        _first = Compose("fn.net.0", new Linear(latent, hidden));
        _second = Compose("fn.net.3", new Linear(hidden, latent));
    }

    public Value Apply(Value z) => z + _second.Apply(_first.Apply(_norm.Apply(z)).Gelu());
}
