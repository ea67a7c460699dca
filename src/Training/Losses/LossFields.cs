namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// What a loss may look at: the fields of some samples, [batch, channels, grid…], normalised and in physical units.
/// </summary>
public sealed class LossFields
{
    private const double Smallest = 1e-12;
    private readonly torch.Tensor? _target;
    private readonly Func<torch.Tensor> _physicalPrediction;
    private readonly Func<int, torch.Tensor> _physicalInput;
    private torch.Tensor? _physical;

    /// <summary>Fields of some samples.</summary>
    /// <param name="prediction">The normalised prediction.</param>
    /// <param name="target">The normalised target, or null where there are no labels.</param>
    /// <param name="physicalPrediction">Gives the prediction in physical units.</param>
    /// <param name="physicalInput">Gives an input in physical units.</param>
    public LossFields(torch.Tensor prediction, torch.Tensor? target, Func<torch.Tensor> physicalPrediction,
        Func<int, torch.Tensor> physicalInput)
        => (Prediction, _target, _physicalPrediction, _physicalInput) =
            (prediction, target, physicalPrediction, physicalInput);

    /// <summary>The prediction, normalised.</summary>
    public torch.Tensor Prediction { get; }

    /// <summary>The target, normalised.</summary>
    /// <exception cref="InvalidOperationException">The data has no labels.</exception>
    public torch.Tensor Target
        => _target ?? throw new InvalidOperationException("This loss compares with labels, but the data has none.");

    /// <summary>
    /// The share of the points that a sample has, [batch], in (0, 1], where samples have different numbers or values
    /// are missing; null where all samples have all points. Losses that divide by the number of points divide by this,
    /// too.
    /// </summary>
    public torch.Tensor? PointShare { get; private init; }

    /// <summary>The same fields with zeros at the points that samples lack, which adds nothing to sums.</summary>
    /// <param name="mask">
    /// 1 at a sample's points, 0 after them and where values are missing: [batch, 1, points] or [batch, channels,
    /// grid…].
    /// </param>
    internal LossFields AtPoints(torch.Tensor mask)
    {
        mask = mask.type(Prediction.dtype);
        return new(Prediction * mask, _target is null ? null : _target * mask, () => _physicalPrediction() * mask,
            _physicalInput)
        {
            Learned = Learned,
            // A sample that lacks all of them adds nothing, instead of 0/0.
            PointShare = mask.mean([.. Enumerable.Range(1, (int)mask.Dimensions - 1).Select(axis => (long)axis)])
                .AtLeast(Smallest),
        };
    }

    /// <summary>The same fields with prediction and target changed.</summary>
    internal LossFields Map(Func<torch.Tensor, torch.Tensor> change)
        => new(change(Prediction), _target is null ? null : change(_target), _physicalPrediction, _physicalInput)
        {
            PointShare = PointShare,
            Learned = Learned,
        };

    /// <summary>
    /// What a number that is learned with the weights is at present, [1], so that the loss has a gradient with respect
    /// to it. Outside of a training it has its initial value.
    /// </summary>
    /// <param name="coefficient">One of the loss's own.</param>
    public torch.Tensor Coefficient(LearnedCoefficient coefficient)
    {
        ArgumentNullException.ThrowIfNull(coefficient);
        return coefficient.Of(Learned?.Invoke(coefficient.Name)
            ?? torch.zeros(1, Prediction.dtype, Prediction.device));
    }

    // What is trained of a coefficient; null outside of a training.
    internal Func<string, torch.Tensor>? Learned { get; init; }

    /// <summary>The prediction in physical units.</summary>
    public torch.Tensor PhysicalPrediction => _physical ??= _physicalPrediction();

    /// <summary>An input field in physical units.</summary>
    public torch.Tensor PhysicalInput(int index = 0) => _physicalInput(index);
}
