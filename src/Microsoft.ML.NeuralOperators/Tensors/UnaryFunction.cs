namespace Microsoft.ML.NeuralOperators;

/// <summary>Functions of one element.</summary>
public enum UnaryFunction
{
    /// <summary>-x.</summary>
    Negate,
    /// <summary>eˣ.</summary>
    Exp,
    /// <summary>Natural logarithm.</summary>
    Log,
    /// <summary>Square root.</summary>
    Sqrt,
    /// <summary>1/x.</summary>
    Reciprocal,
    /// <summary>|x|.</summary>
    Abs,
    /// <summary>The largest whole number not above x.</summary>
    Floor,
    /// <summary>Sine of radians.</summary>
    Sin,
    /// <summary>Cosine of radians.</summary>
    Cos,
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
    /// <summary>1/(1+e⁻ˣ).</summary>
    Sigmoid,
    /// <summary>max(x, 0).</summary>
    Relu,
    /// <summary>x·Φ(x) with the exact normal distribution function (not the tanh approximation).</summary>
    Gelu,
    /// <summary>x/(1+e⁻ˣ).</summary>
    Silu,
    /// <summary>log(1+eˣ).</summary>
    Softplus,
    /// <summary>Error function.</summary>
    Erf,
}
