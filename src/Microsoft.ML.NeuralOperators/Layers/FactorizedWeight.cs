namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// A spectral weight as a product of smaller complex parameters (Kossaifi et al. 2023, arXiv:2310.00120), under the
/// names of the libraries neuraloperator and tltorch. Training sees the factors alone. The product does not depend on
/// the fields, so that ONNX Runtime forms it once, when the file is opened, and scores as fast as with a dense weight.
/// </summary>
internal abstract class FactorizedWeight(SpectralShape shape) : SpectralWeight
{
    /// <summary>The weight's sizes.</summary>
    protected SpectralShape Sizes { get; } = shape;

    /// <summary>
    /// Declares the factorisation of a kind; no ranks for those that a share of the parameters gives.
    /// </summary>
    public static FactorizedWeight Of(SpectralShape shape, SpectralFactorization kind, double share,
        IReadOnlyList<int>? ranks) => kind switch
        {
            SpectralFactorization.Tucker => new TuckerWeight(shape, ranks ?? SpectralRanks.Tucker(shape, share)),
            SpectralFactorization.Cp => new CpWeight(shape, ranks?[0] ?? SpectralRanks.Cp(shape, share)),
            _ => new TensorTrainWeight(shape, ranks ?? SpectralRanks.TensorTrain(shape, share)),
        };

    /// <summary>One factor for each axis: channels in, channels out, and the modes.</summary>
    protected abstract IReadOnlyList<ParameterDeclaration> Factors { get; }

    /// <summary>The axis of each factor that runs over the modes. Axis 0 holds real and imaginary parts.</summary>
    protected virtual int FactorAxis => 1;

    public override IEnumerable<ModeAxis> ModeAxes(IReadOnlyList<ModeRange> ranges)
        => ranges.Select((range, axis) => new ModeAxis(Factors[axis + 2], FactorAxis, range));

    /// <summary>Declares a complex parameter [2, sizes…] whose parts published arrays have in the last axis.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="deviation">Standard deviation of its complex values.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="published">Where published arrays have these; in the same order when null.</param>
    protected ParameterDeclaration DeclareComplex(string name, double deviation, IReadOnlyList<int> sizes,
        IReadOnlyList<int>? published = null)
        => Declare(name, [2, .. sizes.Select(size => (long)size)], new Initializer.Normal(deviation / Math.Sqrt(2)),
            [sizes.Count, .. published ?? [.. Enumerable.Range(0, sizes.Count)]]);
}
