using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>
/// A field that waits for its prediction. Abandoned while it waits, it ends at once and is not run; once it runs, it
/// ends with the run, so that nobody writes into memory that the caller has back.
/// </summary>
internal sealed class PredictionRequest
{
    private const int Waiting = 0, Running = 1, Abandoned = 2;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;
    private int _state;

    /// <param name="input">The field, [channels, grid…].</param>
    /// <param name="inputSizes">Its sizes.</param>
    /// <param name="output">Receives the prediction.</param>
    /// <param name="outputSizes">The prediction's sizes.</param>
    /// <param name="cancellation">Abandons it.</param>
    public PredictionRequest(ReadOnlyMemory<float> input, int[] inputSizes, Memory<float> output, int[] outputSizes,
        CancellationToken cancellation)
    {
        (Input, InputSizes, Output, OutputSizes) = (input, inputSizes, output, outputSizes);
        _registration = cancellation.UnsafeRegister(static (request, token) =>
        {
            var self = (PredictionRequest)request!;
            if (Interlocked.CompareExchange(ref self._state, Abandoned, Waiting) == Waiting)
                self._done.TrySetCanceled(token);
        }, this);
    }

    public ReadOnlyMemory<float> Input { get; }

    public int[] InputSizes { get; }

    public Memory<float> Output { get; }

    public int[] OutputSizes { get; }

    /// <summary>When it came.</summary>
    public long Arrived { get; } = Stopwatch.GetTimestamp();

    public Task Done => _done.Task;

    public bool IsAbandoned => Volatile.Read(ref _state) == Abandoned;

    /// <summary>Whether both can be rows of one run.</summary>
    public bool GoesWith(PredictionRequest other) => InputSizes.AsSpan().SequenceEqual(other.InputSizes);

    /// <summary>Begins to run, unless it was abandoned.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Running, Waiting) == Waiting;

    public void Complete()
    {
        _registration.Dispose();
        _done.TrySetResult();
    }

    public void Fail(Exception error)
    {
        _registration.Dispose();
        _done.TrySetException(error);
    }
}
