namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>A complex value as its two parts, for arithmetic of parameters.</summary>
/// <param name="Real">The real part.</param>
/// <param name="Imaginary">The imaginary part.</param>
internal readonly record struct ComplexPair(Value Real, Value Imaginary)
{
    /// <summary>A parameter whose first axis holds the two parts.</summary>
    public static ComplexPair Of(Value x, ParameterDeclaration parameter)
    {
        Value pair = x.Bind(parameter);
        IEnumerable<Dim> shape = pair.Shape.Skip(1);
        return new(pair.Slice(0, 0, 1).Reshape(shape), pair.Slice(0, 1, 1).Reshape(shape));
    }

    /// <summary>Elementwise product, with broadcasting.</summary>
    public static ComplexPair operator *(ComplexPair a, ComplexPair b)
        => new(a.Real * b.Real - a.Imaginary * b.Imaginary, a.Real * b.Imaginary + a.Imaginary * b.Real);

    /// <summary>Matrix product over the last two axes.</summary>
    public ComplexPair MatMul(ComplexPair other) => new(
        Real.MatMul(other.Real) - Imaginary.MatMul(other.Imaginary),
        Real.MatMul(other.Imaginary) + Imaginary.MatMul(other.Real));

    /// <summary>The same elements in another shape.</summary>
    public ComplexPair Reshape(params IEnumerable<Dim> shape)
    {
        Dim[] sizes = [.. shape];
        return Each(part => part.Reshape(sizes));
    }

    /// <summary>[.., m, n] → [.., n, m], without conjugation.</summary>
    public ComplexPair SwapLast() => Each(part => part.SwapLast());

    /// <summary>[modes, in·out] → [modes, 2, in, out].</summary>
    public Value AsSpectralWeight(SpectralShape shape)
    {
        Dim[] sizes = [shape.Modes.Aggregate(1L, (product, m) => product * m), 1, shape.Inputs, shape.Outputs];
        return Value.Concat(1, Real.Reshape(sizes), Imaginary.Reshape(sizes));
    }

    private ComplexPair Each(Func<Value, Value> change) => new(change(Real), change(Imaginary));
}
