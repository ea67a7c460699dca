using System.Threading.Channels;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>Requests of one shape that are run together, in memory that is used again.</summary>
internal sealed class RequestBatch(ServingOptions options, ServingMetrics metrics)
{
    private readonly List<PredictionRequest> _requests = [];
    private PredictionRequest? _next;
    private float[] _input = [], _output = [];

    /// <summary>Takes the next requests, waiting for the first and, for a while, for others.</summary>
    /// <returns>Whether there are any; false at the end.</returns>
    public async ValueTask<bool> FillAsync(ChannelReader<PredictionRequest> waiting, CancellationToken stop)
    {
        _requests.Clear();
        while (_next is null)
        {
            if (!await waiting.WaitToReadAsync(stop).ConfigureAwait(false)) return false;
            if (waiting.TryRead(out PredictionRequest? first)) _next = first;
        }
        _requests.Add(_next);
        _next = null;
        Task? patience = null;
        // Those that were abandoned leave their places to others.
        while (HasRoom() || Drop(r => r.IsAbandoned) > 0)
        {
            if (waiting.TryRead(out PredictionRequest? other))
            {
                if (_requests.Count > 0 && !other.GoesWith(_requests[0]))
                {
                    _next = other;
                    break;
                }
                _requests.Add(other);
            }
            else
            {
                if (options.MaxDelay <= TimeSpan.Zero) break;
                patience ??= Task.Delay(options.MaxDelay, stop);
                Task<bool> more = waiting.WaitToReadAsync(stop).AsTask();
                Task ended = await Task.WhenAny(patience, more).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
                if (ended == patience || !await more.ConfigureAwait(false)) break;
            }
        }
        return true;
    }

    /// <summary>Runs the requests and completes them.</summary>
    public void Run(Func<ServedModel> model)
    {
        Drop(r => !r.TryBegin());
        if (_requests.Count == 0) return;
        using var trace = metrics.Run(_requests.Count);
        metrics.Batch(_requests.Count);
        try
        {
            Predict(model);
            foreach (PredictionRequest request in _requests)
            {
                metrics.Ended(request.Arrived, "done");
                request.Complete();
            }
        }
        catch (Exception error)
        {
            // One that cannot be run, such as a grid that is too small, takes its neighbours of the same shape along.
            trace?.AddException(error);
            Fail(error);
        }
    }

    /// <summary>Ends the requests with an error.</summary>
    public void Fail(Exception error)
    {
        foreach (PredictionRequest request in _requests)
        {
            metrics.Ended(request.Arrived, "failed");
            request.Fail(error);
        }
        _next?.Fail(error);
        _next = null;
        _requests.Clear();
    }

    private void Predict(Func<ServedModel> model)
    {
        PredictionRequest first = _requests[0];
        int count = _requests.Count, given = first.Input.Length, made = first.Output.Length;
        Memory<float> input = Room(ref _input, count * given), output = Room(ref _output, count * made);
        for (int i = 0; i < count; i++) _requests[i].Input.CopyTo(input[(i * given)..]);
        long[] inputShape = [count, .. first.InputSizes.Select(s => (long)s)],
            outputShape = [count, .. first.OutputSizes.Select(s => (long)s)];
        while (true)
        {
            ServedModel now = model();
            try
            {
                now.Session.Run(input, inputShape, output, outputShape);
                break;
            }
            catch (ObjectDisposedException) when (!ReferenceEquals(now, model()))
            {
                // It was retired in between; its successor runs the requests.
            }
        }
        for (int i = 0; i < count; i++) output.Slice(i * made, made).CopyTo(_requests[i].Output);
    }

    // Together they keep the limit of one request, so that memory is bounded.
    private bool HasRoom() => _requests.Count == 0 || (_requests.Count < options.MaxBatch
        && (_requests.Count + 1L) * (_requests[0].Input.Length + _requests[0].Output.Length) <= options.MaxNumbers);

    private int Drop(Predicate<PredictionRequest> which) => _requests.RemoveAll(request =>
    {
        // Asked once: it may begin the request.
        bool isDropped = which(request);
        if (isDropped) metrics.Ended(request.Arrived, "abandoned");
        return isDropped;
    });

    private static Memory<float> Room(ref float[] array, int length)
    {
        if (array.Length < length) array = new float[length];
        return array.AsMemory(0, length);
    }
}
