namespace Microsoft.ML.NeuralOperators;

/// <summary>Functions of every element of a value.</summary>
public static class Functions
{
    /// <summary>(x - μ)/√(σ² + ε) with mean and variance over some axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="axes">The axes; negative count from the last.</param>
    public static Value Standardize(this Value x, double epsilon, params int[] axes)
        => x.Standardize(epsilon, full => full.Reduce(Reduction.Mean, axes));

    /// <summary>(x - μ)/√(σ² + ε) with a mean of its own, such as an integral over the domain.</summary>
    /// <param name="x">The value.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="variance">The variance from the squares of the deviations; their mean when null.</param>
    internal static Value Standardize(this Value x, double epsilon, Func<Value, Value> mean,
        Func<Value, Value>? variance = null) => x.Interpreter.InFullPrecision(x, full =>
        {
            Value centred = full - mean(full);
            return centred / ((variance ?? mean)(centred * centred) + epsilon).Sqrt();
        });

    /// <summary>The nearest number between two.</summary>
    internal static Value Clamp(this Value x, double least, double most)
        => x.AtLeast(least).With(BinaryFunction.Minimum, x.Interpreter.Table($"number {most}",
            () => x.Interpreter.Constant([most], 1)));

    /// <summary>The larger one of x and a number.</summary>
    internal static Value AtLeast(this Value x, double least)
        => x.With(BinaryFunction.Maximum, x.Interpreter.Table($"number {least}",
            () => x.Interpreter.Constant([least], 1)));

    /// <summary>eˣ.</summary>
    public static Value Exp(this Value x) => x.Map(UnaryFunction.Exp);

    /// <summary>Natural logarithm.</summary>
    public static Value Log(this Value x) => x.Map(UnaryFunction.Log);

    /// <summary>Square root.</summary>
    public static Value Sqrt(this Value x) => x.Map(UnaryFunction.Sqrt);

    /// <summary>1/x.</summary>
    public static Value Reciprocal(this Value x) => x.Map(UnaryFunction.Reciprocal);

    /// <summary>|x|.</summary>
    public static Value Abs(this Value x) => x.Map(UnaryFunction.Abs);

    /// <summary>The largest whole number not above x.</summary>
    public static Value Floor(this Value x) => x.Map(UnaryFunction.Floor);

    /// <summary>Sine of radians.</summary>
    public static Value Sin(this Value x) => x.Map(UnaryFunction.Sin);

    /// <summary>Cosine of radians.</summary>
    public static Value Cos(this Value x) => x.Map(UnaryFunction.Cos);

    /// <summary>Hyperbolic tangent.</summary>
    public static Value Tanh(this Value x) => x.Map(UnaryFunction.Tanh);

    /// <summary>1/(1+e⁻ˣ).</summary>
    public static Value Sigmoid(this Value x) => x.Map(UnaryFunction.Sigmoid);

    /// <summary>max(x, 0).</summary>
    public static Value Relu(this Value x) => x.Map(UnaryFunction.Relu);

    /// <summary>x·Φ(x) with the exact normal distribution function.</summary>
    public static Value Gelu(this Value x) => x.Map(UnaryFunction.Gelu);

    /// <summary>x/(1+e⁻ˣ).</summary>
    public static Value Silu(this Value x) => x.Map(UnaryFunction.Silu);

    /// <summary>log(1+eˣ).</summary>
    public static Value Softplus(this Value x) => x.Map(UnaryFunction.Softplus);

    /// <summary>Error function.</summary>
    public static Value Erf(this Value x) => x.Map(UnaryFunction.Erf);
}
