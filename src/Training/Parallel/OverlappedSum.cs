namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Adds gradients over the ranks while the backward pass goes on. The first step sees in which order gradients come,
/// and groups them into buckets by it. From then on, a thread of its own sends every bucket that is complete. Before
/// each of them the ranks meet, so that a rank that fails or is cancelled in the middle of a backward pass stops all.
/// Sums are those of <see cref="RankGroup.Sum"/>, bucket by bucket: the bits do not change.
/// </summary>
internal sealed class OverlappedSum : IDisposable
{
    private readonly ParameterVector _parameters;
    private readonly RankGroup _group;
    private readonly CancellationToken _cancellation;
    private readonly UseOrder _order;
    private readonly Dictionary<ParameterDeclaration, int> _numbers = [];
    private readonly Dictionary<ParameterDeclaration, GradientBucket> _bucketOf = [];
    private readonly Dictionary<ParameterDeclaration, torch.Tensor> _used = [];
    private GradientBucket[]? _buckets;
    private OverlappedStep? _step;

    private OverlappedSum(ParameterVector parameters, RankGroup group, CancellationToken cancellation)
    {
        (_parameters, _group, _cancellation) = (parameters, group, cancellation);
        _order = new UseOrder(parameters.Trained.Count);
        Trial = new OverlapTrial(group);
        foreach (ParameterDeclaration p in parameters.Trained) _numbers.Add(p, _numbers.Count);
    }

    /// <summary>Whether it pays.</summary>
    public OverlapTrial Trial { get; }

    /// <summary>Whether the order of gradients is known and leaves anything to overlap.</summary>
    public bool IsReady => _buckets?.Length > 1;

    /// <summary>
    /// A sum for the steps of a training; null where the backward pass cannot hand over gradients, on one rank at
    /// least.
    /// </summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="group">The ranks.</param>
    /// <param name="parallelism">
    /// How a rank uses its cores: several workers add their gradients first, after the backward pass.
    /// </param>
    /// <param name="device">Where: a device's gradients go through host memory as a whole.</param>
    /// <param name="cancellation">Stops all ranks.</param>
    public static OverlappedSum? Of(ParameterVector parameters, RankGroup group, Parallelism parallelism,
        torch.Device device, CancellationToken cancellation)
    {
        if (group.IsAlone) return null;
        bool suits = parallelism.Workers == 1 && TorchDevice.IsCpu(device) && parameters.CalculatesInOwnType
            && group.AllowsOtherThreads;
        // Devices and libraries may differ between machines.
        return group.Gather(suits).All(s => s) ? new OverlappedSum(parameters, group, cancellation) : null;
    }

    /// <summary>
    /// Prepares a forward pass: what is to be done with every parameter that it uses. Called by the worker.
    /// </summary>
    /// <param name="leaves">The tensors of the parameters.</param>
    public Func<ParameterDeclaration, torch.Tensor, torch.Tensor> Watch(
        IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> leaves)
    {
        _used.Clear();
        return (declaration, leaf) => Use(declaration, leaf, leaves);
    }

    /// <summary>Begins a step.</summary>
    /// <param name="hasSamples">Whether this rank has any; it takes part in the sums in any case.</param>
    public void Begin(bool hasSamples)
    {
        _step = new OverlappedStep(_buckets!, _parameters, _group, hasSamples, _cancellation);
        if (!hasSamples) _step.Complete();
    }

    /// <summary>The backward pass, which hands gradients over as they come. Called by the worker.</summary>
    public void Differentiate(torch.Tensor loss) => _step!.Differentiate(loss);

    /// <summary>Ends a step.</summary>
    /// <param name="failure">What this rank failed of; null where it did not.</param>
    /// <returns>The ranks' reports, and the sum of their gradients.</returns>
    /// <exception cref="OperationCanceledException">Some rank was cancelled.</exception>
    /// <exception cref="RankFailedException">Another rank failed; the text has its reason.</exception>
    public (RankReport[] Reports, torch.Tensor Gradient) End(Exception? failure)
    {
        OverlappedStep step = _step!;
        _step = null;
        return step.End(failure);
    }

    /// <summary>
    /// After the first step, which has seen the order of gradients: all ranks take that of one of them.
    /// </summary>
    public void Agree(RankReport[] reports)
    {
        if (_buckets is not null) return;
        int[] order = _order.Share(_group, Array.FindIndex(reports, r => r.Samples > 0));
        long size = _parameters.Vector.ElementSize;
        _buckets = [.. BucketPlan.Of(order, [.. _parameters.Trained.Select(p => p.Elements * size)])
            .Select(numbers => new GradientBucket(_parameters, numbers))];
        foreach (GradientBucket bucket in _buckets)
            foreach (ParameterDeclaration p in bucket.Declarations) _bucketOf.Add(p, bucket);
    }

    public void Dispose()
    {
        foreach (GradientBucket bucket in _buckets ?? []) bucket.Dispose();
    }

    private torch.Tensor Use(ParameterDeclaration declaration, torch.Tensor leaf,
        IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> leaves)
    {
        // A look ahead without gradients, or a buffer.
        if (!torch.is_grad_enabled() || !_numbers.TryGetValue(declaration, out int number)) return leaf;
        if (_buckets is null) _order.Add(number);
        if (_step is null) return leaf;
        if (_used.TryGetValue(declaration, out torch.Tensor? used)) return used;
        GradientBucket bucket = _bucketOf[declaration];
        OverlappedStep step = _step;
        List<torch.Tensor> passed = BucketIdentity.Of(bucket.Declarations.Select(p => leaves[p]),
            gradients => step.Receive(bucket, gradients));
        foreach (var (p, tensor) in bucket.Declarations.Zip(passed)) _used.Add(p, tensor);
        return _used[declaration];
    }
}
