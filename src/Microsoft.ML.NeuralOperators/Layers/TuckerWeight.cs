namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Tucker's form: W[m…, i, o] = Σ G[r…] ∏_a U_a[·, r_a], a small core of its own size along every axis.
/// </summary>
internal sealed class TuckerWeight : FactorizedWeight
{
    private readonly ParameterDeclaration _core;
    private readonly ParameterDeclaration[] _factors;

    /// <summary>Declares the parameters.</summary>
    /// <param name="shape">The weight's sizes.</param>
    /// <param name="ranks">The core's sizes: for in, out, and the modes of each axis.</param>
    public TuckerWeight(SpectralShape shape, IReadOnlyList<int> ranks)
        : base(shape)
    {
        int[] sizes = shape.Sizes;
        int count = sizes.Length;
        // A sum of ∏r products of count + 1 numbers has the variance of the dense weight.
        double spread = Math.Pow(shape.Deviation / Math.Sqrt(ranks.Aggregate(1.0, (product, r) => product * r)),
            1.0 / (count + 1));
        // The core turns by one axis for every factor; with the modes first, the channels come out last.
        int[] order = [.. Enumerable.Range(2, count - 2), 0, 1];
        _core = DeclareComplex("core", spread, [.. order.Select(axis => ranks[axis])], order);
        _factors = new ParameterDeclaration[count];
        for (int axis = 0; axis < count; axis++)
            _factors[axis] = DeclareComplex($"factors.factor_{axis}", spread, [sizes[axis], ranks[axis]]);
    }

    protected override IReadOnlyList<ParameterDeclaration> Factors => _factors;

    public override Value Of(Value x)
    {
        ComplexPair product = ComplexPair.Of(x, _core);
        foreach (ParameterDeclaration factor in (ParameterDeclaration[])[.. _factors[2..], _factors[0], _factors[1]])
        {
            // [r, rest] → [rest, size]
            long rank = factor.Shape[2];
            product = product.Reshape(rank, product.Real.Shape.Elements / rank).SwapLast()
                .MatMul(ComplexPair.Of(x, factor).SwapLast());
        }
        return product.AsSpectralWeight(Sizes);
    }
}
