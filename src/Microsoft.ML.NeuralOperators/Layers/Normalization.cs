namespace Microsoft.ML.NeuralOperators;

/// <summary>Normalisation inside an operator.</summary>
public enum Normalization
{
    /// <summary>None.</summary>
    None,
    /// <summary>Of every channel over batch and grid, by running statistics after training.</summary>
    Batch,
    /// <summary>Of every sample, over the grid and all its channels.</summary>
    Group,
    /// <summary>Of every channel of every sample, over the grid.</summary>
    Instance,
}
