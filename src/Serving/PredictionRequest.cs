using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>A field that waits for its prediction.</summary>
/// <param name="input">The field, [channels, grid…].</param>
/// <param name="sizes">Its sizes.</param>
/// <param name="output">Receives the prediction.</param>
/// <param name="answer">The prediction's sizes.</param>
/// <param name="cancellation">A request that is abandoned is not run.</param>
internal sealed class PredictionRequest(ReadOnlyMemory<float> input, int[] sizes, Memory<float> output, int[] answer,
    CancellationToken cancellation)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReadOnlyMemory<float> Input => input;

    public int[] Sizes => sizes;

    public Memory<float> Output => output;

    public int[] Answer => answer;

    public bool IsAbandoned => cancellation.IsCancellationRequested;

    /// <summary>When it came.</summary>
    public long Arrived { get; } = Stopwatch.GetTimestamp();

    public Task Done => _done.Task;

    /// <summary>Whether both can be rows of one run.</summary>
    public bool GoesWith(PredictionRequest other) => sizes.AsSpan().SequenceEqual(other.Sizes);

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception error) => _done.TrySetException(error);

    public void Abandon() => _done.TrySetCanceled(cancellation);
}
