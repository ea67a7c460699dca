namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>From input fields to a target field, or to the field that solves an equation.</summary>
internal sealed class MapTask : TrainingTask
{
    private readonly NormalizedOperator _definition;
    private readonly Loss _loss;
    private readonly FieldLoader[] _inputs;
    private readonly FieldLoader? _target;
    private readonly FieldLoader? _mask;
    private readonly int _batchSize;
    private readonly bool _mayMiss;

    public MapTask(NormalizedOperator definition, FieldDataset data, FieldScale[] inputs, FieldScale target,
        TrainingOptions options, torch.Device device)
    {
        torch.ScalarType type = options.Precision.Compute();
        (_definition, _loss, _batchSize, Count) = (definition, options.Loss, options.BatchSize, data.Count);
        _mayMiss = options.MissingValues == MissingValues.Mask;
        _inputs = [.. PointMasks.Complete(definition.Inner, data)
            .Zip(inputs, (field, scale) => FieldLoader.Create(field, scale, type, device))];
        // Losses and errors compare in full precision, whatever the operator calculates with.
        _target = data.HasTarget ? FieldLoader.Create(data.Target, target, options.Precision.Master(), device) : null;
        if (data.HasTarget && data.Target.Points is not null)
            _mask = FieldLoader.Create(PointMasks.Of(data.Target, "mask"), FieldScale.Neutral(1), type, device);
    }

    public override int Count { get; }

    private IEnumerable<FieldLoader> Feeds => _inputs.Concat(new[] { _target, _mask }.OfType<FieldLoader>());

    public override void Announce(int[] samples)
    {
        foreach (FieldLoader feed in Feeds) feed.Announce(samples);
    }

    public override void Release(int[] samples)
    {
        foreach (FieldLoader feed in Feeds) feed.Release(samples);
    }

    // The inputs, then the target and where it counts, as far as there are any.
    public override torch.Tensor[] Batch(TorchInterpreter interpreter, BatchPart part, int epoch)
        => [.. Feeds.Select(feed => feed.Take(part))];

    public override torch.Tensor Loss(TorchInterpreter interpreter, torch.Tensor[] batch, int epoch)
    {
        Value[] inputs = Inputs(interpreter, batch);
        Value prediction = _definition.ForwardNormalized(inputs);
        var (target, mask) = Target(batch);
        var fields = new LossFields(TorchInterpreter.Full(prediction), target,
            () => TorchInterpreter.Full(_definition.OutputNormalizer.Restore(prediction)),
            i => TorchInterpreter.Full(_definition.InputNormalizers[i].Restore(inputs[i])))
        {
            Learned = name => TorchInterpreter.Full(interpreter.Parameter(_definition.Coefficients[name])),
        };
        if (mask is not null) fields = fields.AtPoints(mask);
        return _loss.PerSample(fields).sum();
    }

    public override bool HasErrors => _target is not null;

    public override int ErrorSamples => Count;

    public override int ErrorParts => (Count + _batchSize - 1) / _batchSize;

    public override double Error(TorchInterpreter interpreter, int part)
    {
        int from = part * _batchSize;
        using DisposeScope scope = torch.NewDisposeScope();
        var samples = BatchPart.Whole([.. Enumerable.Range(from, Math.Min(_batchSize, Count - from))]);
        torch.Tensor[] batch = Batch(interpreter, samples, 1);
        Value prediction = _definition.OutputNormalizer.Restore(
            _definition.ForwardNormalized(Inputs(interpreter, batch)));
        var (target, points) = Target(batch);
        Value truth = _definition.OutputNormalizer.Restore(interpreter.Wrap(target!));
        if (points is not null)
        {
            Value mask = interpreter.Wrap(points);
            (prediction, truth) = (prediction * mask, truth * mask);
        }
        double error = RelativeError(TorchInterpreter.Full(prediction), TorchInterpreter.Full(truth));
        Release(samples.Samples);
        return error;
    }

    /// <summary>The normalised output for samples, before the conditions that it meets exactly.</summary>
    public torch.Tensor Predict(TorchInterpreter interpreter, int[] samples)
    {
        torch.Tensor[] batch = [.. _inputs.Select(feed => feed.Take(BatchPart.Whole(samples)))];
        torch.Tensor output = TorchInterpreter.Full(_definition.Inner.Forward(Inputs(interpreter, batch)));
        Release(samples);
        return output;
    }

    public override void Dispose()
    {
        foreach (FieldLoader feed in Feeds) feed.Dispose();
    }

    private Value[] Inputs(TorchInterpreter interpreter, torch.Tensor[] batch)
        => [.. batch.Take(_inputs.Length).Select(field => interpreter.Wrap(_mayMiss ? Missing.Fill(field) : field))];

    // What is to be met, and where it counts; no mask means everywhere.
    private (torch.Tensor? Target, torch.Tensor? Mask) Target(torch.Tensor[] batch)
    {
        torch.Tensor? target = _target is null ? null : batch[_inputs.Length],
            mask = _mask is null ? null : batch[^1];
        if (!_mayMiss || target is null) return (target, mask);
        torch.Tensor there = Missing.Mask(target);
        return (Missing.Fill(target), mask is null ? there : there * mask);
    }
}
