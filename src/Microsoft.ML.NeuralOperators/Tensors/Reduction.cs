namespace Microsoft.ML.NeuralOperators;

/// <summary>How a group of elements becomes one.</summary>
public enum Reduction
{
    /// <summary>Σx.</summary>
    Sum,
    /// <summary>Σx/n.</summary>
    Mean,
    /// <summary>The largest.</summary>
    Max,
}
