namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>From the last frames of a trajectory to the next ones, applied to its own predictions.</summary>
internal sealed class RollOutTask : TrainingTask
{
    private readonly NormalizedOperator _definition;
    private readonly RollOut _rollOut;
    private readonly FieldLoader _trajectories;
    private readonly TrainingOptions _options;
    private readonly torch.Device _device;
    private readonly int _frames;
    private readonly int _windows;
    private readonly bool _mayMiss;

    public RollOutTask(NormalizedOperator definition, FieldSamples trajectories, FieldScale scale,
        TrainingOptions options, torch.Device device)
    {
        (_definition, _options, _rollOut, _device) = (definition, options, options.RollOut!, device);
        // Frames are targets, too, which losses compare in full precision.
        _trajectories = FieldLoader.Create(trajectories, scale, options.Precision.Master(), device);
        _frames = trajectories.Channels / _rollOut.Channels;
        // Every window of the shortest length is a sample; longer ones begin early enough.
        _windows = _frames - _rollOut.History - _rollOut.StepsPerPrediction + 1;
        Trajectories = trajectories.Count;
        _mayMiss = options.MissingValues == MissingValues.Mask;
    }

    public override int Count => Trajectories * _windows;

    private int Trajectories { get; }

    public override int Variant(int epoch) => _rollOut.Length(epoch, _options.Epochs);

    // The frames, and the noise of the first ones where there is any.
    public override torch.Tensor[] Batch(TorchInterpreter interpreter, BatchPart part, int epoch)
    {
        torch.Tensor frames = Windows(part, _rollOut.History + Variant(epoch) * _rollOut.StepsPerPrediction);
        return _rollOut.Noise > 0
            ? [frames, interpreter.RandomNormal(Frames(frames, 0, _rollOut.History).shape)] : [frames];
    }

    public override torch.Tensor Loss(TorchInterpreter interpreter, torch.Tensor[] batch, int epoch)
    {
        int length = Variant(epoch), history = _rollOut.History, bundle = _rollOut.StepsPerPrediction;
        torch.Tensor frames = batch[0], state = Frames(frames, 0, history);
        if (_rollOut.Noise > 0) state = state.Plus(batch[1], _rollOut.Noise);
        torch.Tensor? missing = MissingAfter(state);
        if (missing is not null) state = Missing.Fill(state);
        torch.Tensor? sum = null;
        for (int step = 0; step < length; step++)
        {
            bool isLast = step == length - 1;
            torch.Tensor next;
            if (_rollOut.IsPushForward && !isLast)
            {
                using IDisposable noGradient = torch.no_grad();
                next = Predict(interpreter, state);
            }
            else
            {
                next = Predict(interpreter, state);
                torch.Tensor loss = PerSample(next, Frames(frames, history + step * bundle, bundle)).sum();
                sum = sum is null ? loss : sum.Plus(loss);
            }
            if (!isLast) state = Advance(state, Without(missing, next));
        }
        return _rollOut.IsPushForward ? sum! : sum!.Over(length);
    }

    public override bool HasErrors => true;

    public override int ErrorSamples => Trajectories;

    public override int ErrorParts => Trajectories;

    // From the first frames to the end of every trajectory, as the model is used.
    public override double Error(TorchInterpreter interpreter, int part)
    {
        int history = _rollOut.History, bundle = _rollOut.StepsPerPrediction, steps = (_frames - history) / bundle;
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor frames = Windows(BatchPart.Whole([part * _windows]), _frames),
            state = Frames(frames, 0, history);
        torch.Tensor? missing = MissingAfter(state);
        if (missing is not null) state = Missing.Fill(state);
        var predictions = new List<torch.Tensor>();
        for (int step = 0; step < steps; step++)
        {
            torch.Tensor next = Predict(interpreter, state);
            predictions.Add(next);
            state = Advance(state, Without(missing, next));
        }
        torch.Tensor target = Frames(frames, history, steps * bundle),
            prediction = Restore(interpreter, torch.cat(predictions, 1), steps),
            truth = Restore(interpreter, _mayMiss ? Missing.Fill(target) : target, steps);
        if (_mayMiss)
        {
            torch.Tensor mask = Missing.Mask(target);
            (prediction, truth) = (prediction * mask, truth * mask);
        }
        return RelativeError(prediction, truth);
    }

    public override void Dispose() => _trajectories.Dispose();

    private torch.Tensor Predict(TorchInterpreter interpreter, torch.Tensor state)
    {
        torch.Tensor input = state.type(_options.Precision.Compute());
        return TorchInterpreter.Full(_definition.ForwardNormalized([interpreter.Wrap(input)]));
    }

    private torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
    {
        if (!_mayMiss) return _options.Loss.PerSample(prediction, target);
        // Losses that look at more than prediction and target do not train roll-outs.
        var fields = new LossFields(prediction, Missing.Fill(target), () => prediction, _ => prediction);
        return _options.Loss.PerSample(fields.AtPoints(Missing.Mask(target)));
    }

    // Where the newest frame has no values: land stays land, frame after frame. Null where nothing may be missing.
    private torch.Tensor? MissingAfter(torch.Tensor state)
        => !_mayMiss ? null : torch.cat([.. Enumerable.Repeat(Frames(state, _rollOut.History - 1, 1).isnan(),
            _rollOut.StepsPerPrediction)], 1);

    private static torch.Tensor Without(torch.Tensor? missing, torch.Tensor frames)
        => missing is null ? frames : Missing.Fill(frames, missing);

    // The newest frames, however many were predicted at once.
    private torch.Tensor Advance(torch.Tensor state, torch.Tensor next)
    {
        torch.Tensor all = torch.cat([state, next], 1);
        long wanted = (long)_rollOut.History * _rollOut.Channels;
        return all.narrow(1, all.shape[1] - wanted, wanted);
    }

    private torch.Tensor Frames(torch.Tensor frames, int from, int count)
        => frames.narrow(1, (long)from * _rollOut.Channels, (long)count * _rollOut.Channels);

    private torch.Tensor Restore(TorchInterpreter interpreter, torch.Tensor frames, int predictions)
    {
        IEnumerable<torch.Tensor> parts = frames.chunk(predictions, 1)
            .Select(part => TorchInterpreter.Full(_definition.OutputNormalizer.Restore(interpreter.Wrap(part))));
        return torch.cat([.. parts], 1);
    }

    // [count, needed·channels, grid…]: sample s is the window s % windows of trajectory s / windows.
    private torch.Tensor Windows(BatchPart part, int needed)
    {
        int[] trajectories = [.. part.Samples.AsSpan(part.From, part.Count).ToArray().Select(s => s / _windows)];
        // Windows of a batch come from many trajectories, so they cannot be announced.
        torch.Tensor all = _trajectories.Take(BatchPart.Whole(trajectories));
        _trajectories.Release(trajectories);
        long[] grid = all.shape[2..];
        var index = new long[part.Count * needed];
        for (int i = 0; i < part.Count; i++)
        {
            int start = Math.Min(part.Samples[part.From + i] % _windows, _frames - needed);
            for (int j = 0; j < needed; j++) index[i * needed + j] = (long)i * _frames + start + j;
        }
        torch.Tensor rows = all.reshape([(long)part.Count * _frames, _rollOut.Channels, .. grid]);
        return rows.index_select(0, torch.tensor(index, [index.Length], torch.ScalarType.Int64, _device))
            .reshape([part.Count, (long)needed * _rollOut.Channels, .. grid]);
    }
}
