namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>What training makes small: one number for every sample, averaged over the batch.</summary>
public abstract record Loss
{
    // Keeps quotients finite for fields that vanish, and the gradients of roots.
    private protected const double Tiny = 1e-12;

    /// <summary>Relative L2, see <see cref="LpLoss"/>.</summary>
    public static Loss RelativeL2 { get; } = new LpLoss();

    /// <summary>Relative H1, see <see cref="SobolevLoss"/>.</summary>
    public static Loss RelativeH1 { get; } = new SobolevLoss();

    /// <summary>Mean square, see <see cref="MeanSquareLoss"/>.</summary>
    public static Loss MeanSquare { get; } = new MeanSquareLoss();

    /// <summary>The loss of every sample.</summary>
    /// <param name="prediction">[batch, channels, grid…].</param>
    /// <param name="target">The same shape.</param>
    /// <returns>[batch].</returns>
    public abstract torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target);

    /// <summary>Everything wrong with the parameters; empty when they are valid.</summary>
    public virtual IEnumerable<string> Faults() => Rules.Faults(this);

    /// <summary>
    /// The loss of every sample, from all its fields; losses of labels alone look at the normalised ones. Where samples
    /// have different numbers of points, prediction and target are zero after them, see
    /// <see cref="LossFields.PointShare"/>.
    /// </summary>
    /// <returns>[batch].</returns>
    public virtual torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return PerSample(fields.Prediction, fields.Target);
    }

    /// <summary>Whether it looks at neighbours along grid axes, which points without order do not have.</summary>
    public virtual bool NeedsGrid => false;

    /// <summary>Whether labels are needed.</summary>
    public virtual bool NeedsTarget => true;

    /// <summary>
    /// Whether it looks at the input and physical units, not at the normalised prediction and target alone.
    /// </summary>
    public virtual bool NeedsInput => false;

    /// <summary>Numbers of the loss that are learned together with the weights; none by default.</summary>
    public virtual IReadOnlyList<LearnedCoefficient> Coefficients => [];

    /// <summary>
    /// The power p of a loss that is a sum over points of |e|^p, or a root or a quotient of such sums: scaling e by
    /// w^(1/p) then gives points the weight w. Null for other losses.
    /// </summary>
    internal virtual double? PowerOfPoints => null;

    /// <summary>A mean over all points turned into one over the points that samples have.</summary>
    private protected static torch.Tensor OverPoints(torch.Tensor mean, LossFields fields)
        => fields.PointShare is { } share ? mean / share : mean;

    /// <summary>The norm of the error, over that of the target when relative.</summary>
    private protected static torch.Tensor ErrorNorm(torch.Tensor prediction, torch.Tensor target,
        Func<torch.Tensor, torch.Tensor> norm, bool isRelative = true)
    {
        torch.Tensor error = norm(prediction - target);
        return isRelative ? error / norm(target).Plus(Tiny) : error;
    }

    /// <summary>The root of a sum of squares.</summary>
    private protected static torch.Tensor Root(torch.Tensor squares) => squares.Plus(Tiny * Tiny).sqrt();

    /// <summary>Mean of the squares over everything but the batch: [batch, …] → [batch].</summary>
    private protected static torch.Tensor MeanOfSquares(torch.Tensor x)
        => SumOverSample(x * x).Over(x.NumberOfElements / (double)x.shape[0]);

    /// <summary>Sum over everything but the batch: [batch, …] → [batch].</summary>
    protected static torch.Tensor SumOverSample(torch.Tensor x) => x.reshape(x.shape[0], -1).sum([1L]);

    /// <summary>
    /// Sum over the outermost points of the grid, every one once: [batch, channels, grid…] → [batch].
    /// </summary>
    private protected static torch.Tensor SumOverBoundary(torch.Tensor x)
    {
        // Both ends of one axis, then those of the next between them. Everything minus the inside would leave rounding
        // alone where the boundary's numbers are small beside the others.
        torch.Tensor? sum = null;
        for (int axis = 2; axis < x.Dimensions; axis++)
        {
            long last = x.shape[axis] - 1;
            sum = Plus(x.narrow(axis, 0, 1));
            if (last > 0) sum = Plus(x.narrow(axis, last, 1));
            if (last < 2) return sum;
            x = x.narrow(axis, 1, last - 1);
        }
        return sum!;

        torch.Tensor Plus(torch.Tensor side) => sum is null ? SumOverSample(side) : sum.Plus(SumOverSample(side));
    }
}
