namespace Microsoft.ML.NeuralOperators;

/// <summary>How a state space goes along a sequence in both directions.</summary>
public enum StateSpaceKind
{
    /// <summary>
    /// Hydra (Hwang et al. 2024, arXiv:2407.09941): one quasi-separable matrix, its diagonal learned apart.
    /// </summary>
    QuasiSeparable,
    /// <summary>Mamba-2 (Dao, Gu 2024, arXiv:2405.21060) forwards and backwards, their mean taken.</summary>
    Bidirectional,
}
