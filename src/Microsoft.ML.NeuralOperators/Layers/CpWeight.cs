namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The canonical polyadic form (CP): W[m…, i, o] = Σ_r λ_r ∏_a U_a[·, r], a sum of products of single axes.
/// </summary>
internal sealed class CpWeight : FactorizedWeight
{
    private readonly ParameterDeclaration _weights;
    private readonly ParameterDeclaration[] _factors;

    /// <summary>Declares the parameters.</summary>
    /// <param name="shape">The weight's sizes.</param>
    /// <param name="rank">Products in the sum.</param>
    public CpWeight(SpectralShape shape, int rank)
        : base(shape)
    {
        int[] sizes = shape.Sizes;
        double spread = Math.Pow(shape.Deviation / Math.Sqrt(rank), 1.0 / sizes.Length);
        // λ = 1: its imaginary half, the second one, is zero.
        var ones = new Initializer.Given([.. Enumerable.Repeat(1f, rank), .. Enumerable.Repeat(0f, rank)]);
        _weights = Declare("weights", [2, rank], ones, [1, 0]);
        _factors = new ParameterDeclaration[sizes.Length];
        for (int axis = 0; axis < sizes.Length; axis++)
            _factors[axis] = DeclareComplex($"factors.factor_{axis}", spread, [sizes[axis], rank]);
    }

    protected override IReadOnlyList<ParameterDeclaration> Factors => _factors;

    public override Value Of(Value x)
    {
        long rank = _weights.Shape[1];
        ComplexPair modes = Rows(_factors[2..]) * ComplexPair.Of(x, _weights).Reshape(1, rank);
        return modes.MatMul(Rows(_factors[..2]).SwapLast()).AsSpectralWeight(Sizes);

        // U_a[i, r]·U_b[j, r]… as rows [i·j…, r].
        ComplexPair Rows(ParameterDeclaration[] factors)
        {
            ComplexPair rows = ComplexPair.Of(x, factors[0]);
            foreach (ParameterDeclaration factor in factors[1..])
            {
                long before = rows.Real.Shape[0].Value, size = factor.Shape[1];
                rows = (rows.Reshape(before, 1, rank) * ComplexPair.Of(x, factor).Reshape(1, size, rank))
                    .Reshape(before * size, rank);
            }
            return rows;
        }
    }
}
