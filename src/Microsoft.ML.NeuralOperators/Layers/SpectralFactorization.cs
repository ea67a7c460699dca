namespace Microsoft.ML.NeuralOperators;

/// <summary>How the weights of spectral convolutions are stored and learned.</summary>
public enum SpectralFactorization
{
    /// <summary>One matrix of channels for every mode.</summary>
    None,
    /// <summary>Tucker's form: a small core, and a matrix for every axis.</summary>
    Tucker,
    /// <summary>The canonical polyadic form: a sum of products of single axes.</summary>
    Cp,
    /// <summary>The tensor train: a product of matrices that depend on one axis each.</summary>
    TensorTrain,
}
