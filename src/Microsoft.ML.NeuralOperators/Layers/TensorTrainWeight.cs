namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The tensor train: W[i, o, m…] = A_0[i] A_1[o] A_2[m_1] …, a product of matrices, the first a row, the last a column.
/// </summary>
internal sealed class TensorTrainWeight : FactorizedWeight
{
    private readonly ParameterDeclaration[] _factors;

    /// <summary>Declares the parameters.</summary>
    /// <param name="shape">The weight's sizes.</param>
    /// <param name="ranks">Sizes of the matrices between neighbouring axes: one fewer than axes.</param>
    public TensorTrainWeight(SpectralShape shape, IReadOnlyList<int> ranks)
        : base(shape)
    {
        int[] sizes = shape.Sizes;
        double spread = Math.Pow(shape.Deviation / Math.Sqrt(ranks.Aggregate(1.0, (product, r) => product * r)),
            1.0 / sizes.Length);
        int[] bonds = [1, .. ranks, 1];
        _factors = new ParameterDeclaration[sizes.Length];
        for (int axis = 0; axis < sizes.Length; axis++)
            _factors[axis] = DeclareComplex($"factors.factor_{axis}", spread,
                [bonds[axis], sizes[axis], bonds[axis + 1]]);
    }

    protected override IReadOnlyList<ParameterDeclaration> Factors => _factors;

    protected override int FactorAxis => 2;

    public override Value Of(Value x)
    {
        ComplexPair channels = Chain(_factors[..2]), modes = Chain(_factors[2..]);
        long bond = _factors[2].Shape[1];
        channels = channels.Reshape(channels.Real.Shape.Elements / bond, bond);
        modes = modes.Reshape(bond, modes.Real.Shape.Elements / bond);
        return modes.SwapLast().MatMul(channels.SwapLast()).AsSpectralWeight(Sizes);

        ComplexPair Chain(ParameterDeclaration[] factors)
        {
            ComplexPair product = ComplexPair.Of(x, factors[0]);
            foreach (ParameterDeclaration factor in factors[1..])
            {
                long inner = factor.Shape[1];
                product = product.Reshape(product.Real.Shape.Elements / inner, inner)
                    .MatMul(ComplexPair.Of(x, factor).Reshape(inner, factor.Shape[2] * factor.Shape[3]));
            }
            return product;
        }
    }
}
