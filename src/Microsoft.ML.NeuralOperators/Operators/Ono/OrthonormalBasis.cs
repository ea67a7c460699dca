namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Functions that are orthonormal in the mean over points and samples: ψ L⁻ᵀ with ψ a linear layer and L the Cholesky
/// factor of E[ψ ψᵀ], a running mean over the batches of the training. [batch, points, channels] → [batch, points,
/// functions].
/// </summary>
internal sealed class OrthonormalBasis : Layer
{
    // Added to the diagonal of the covariance, as a share of the diagonal's mean.
    private const double Floor = 1e-4;

    private readonly bool _hasBatchBasis;
    private readonly Linear _functions;
    private readonly ParameterDeclaration _covariance;

    /// <summary>Declares the functions and their running mean.</summary>
    /// <param name="channels">Of the features.</param>
    /// <param name="functions">Their number.</param>
    /// <param name="hasBatchBasis">See <see cref="OnoOptions.HasBatchBasis"/>.</param>
    public OrthonormalBasis(int channels, int functions, bool hasBatchBasis)
    {
        _hasBatchBasis = hasBatchBasis;
        _functions = Compose("proj", new Linear(channels, functions));
        _covariance = DeclareStatistic("feature_cov", [functions, functions],
            new Initializer.NearIdentity(functions, functions, 0, 1));
    }

    public Value Apply(Value x, MeshPoints mesh)
    {
        Value functions = _functions.Apply(x);
        Value covariance = x.Bind(_covariance);
        if (x.Interpreter.IsTraining)
        {
            // Moves the running mean, also where it is not used itself.
            Value batch = Observed(functions, mesh);
            if (_hasBatchBasis) covariance = batch;
        }
        if (!_hasBatchBasis) covariance = Raised(covariance);
        return functions.Linear(covariance.Apply(new InverseCholesky()));
    }

    // Where functions are nearly dependent, the inverse factor would grow without bound.
    private static Value Raised(Value covariance)
    {
        long size = covariance.Shape[0].Value;
        Value unit = InverseCholesky.Unit(covariance.Interpreter, size);
        return covariance + unit * ((covariance * unit).Reduce(Reduction.Sum, 0, 1) * (Floor / size));
    }

    private Value Observed(Value functions, MeshPoints mesh)
    {
        Dim points = functions.Shape[0] * functions.Shape[1];
        Value rows = mesh.Masked(functions).Reshape(points, functions.Shape[2]);
        Value count = mesh.Mask?.Reduce(Reduction.Sum, 0, 2).Reshape(1) ?? functions.Interpreter.Number(points);
        return (rows.SwapLast().MatMul(rows) / count).Apply(new Observe(_covariance));
    }
}
