namespace Microsoft.ML.NeuralOperators;

/// <summary>Functions of two elements, with broadcasting.</summary>
public enum BinaryFunction
{
    /// <summary>x + y.</summary>
    Add,
    /// <summary>x - y.</summary>
    Subtract,
    /// <summary>x · y.</summary>
    Multiply,
    /// <summary>x / y.</summary>
    Divide,
    /// <summary>xʸ.</summary>
    Power,
    /// <summary>The smaller one.</summary>
    Minimum,
    /// <summary>The larger one.</summary>
    Maximum,
    /// <summary>1 where x ≤ y, otherwise 0.</summary>
    LessOrEqual,
    /// <summary>1 where x = y, otherwise 0.</summary>
    Equal,
    /// <summary>x, and y where x is NaN.</summary>
    Coalesce,
}
