using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.NeuralOperators.Serving;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A model file in a program that serves many requests at once: those of one shape are run together, a changed file is
/// taken without a failed request, and everything is counted. For any number of threads.
/// </summary>
/// <remarks>
/// The file is an ONNX file of this library (<c>ExportToOnnx</c>, or <c>neuralop export</c>); the program needs neither
/// ML.NET nor libtorch.
/// </remarks>
public sealed class ServedOperator : IAsyncDisposable
{
    private readonly ServingOptions _options;
    private readonly string _path;
    private readonly ILogger _log;
    private readonly ServingMetrics _metrics;
    private readonly Channel<PredictionRequest> _waiting;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;
    private volatile ServedModel _model;
    private volatile string? _fault;

    /// <summary>Opens the model and begins to serve it.</summary>
    /// <param name="path">An ONNX file of this library.</param>
    /// <param name="options">How it is served; the defaults when null.</param>
    /// <param name="name">The model's name in metrics and logs; the file's when null.</param>
    /// <param name="log">Is told of new files, and of those that cannot be opened.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged, or no model of this library.</exception>
    /// <exception cref="NotSupportedException">The model has several inputs.</exception>
    public ServedOperator(string path, ServingOptions? options = null, string? name = null, ILogger? log = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = Options.Rules.Require(options ?? new ServingOptions());
        (_path, Name, _log) = (path, name ?? Path.GetFileNameWithoutExtension(path), log ?? NullLogger.Instance);
        _model = ServedModel.Open(path, _options.Execution);
        _ = new ModelShapes(_model.Session.Info);
        _waiting = Channel.CreateBounded<PredictionRequest>(new BoundedChannelOptions(_options.MaxWaiting)
        {
            // TryWrite answers false where it is full.
            FullMode = BoundedChannelFullMode.Wait,
        });
        _metrics = new ServingMetrics(Name, () => _waiting.Reader.Count);
        _loops = [.. Enumerable.Range(0, _options.Parallelism).Select(_ => Task.Run(RunAsync)),
            .. _options.ReloadInterval > TimeSpan.Zero ? [Task.Run(WatchAsync)] : Array.Empty<Task>()];
    }

    /// <summary>The model's name in metrics and logs.</summary>
    public string Name { get; }

    /// <summary>What the model that runs now says of itself.</summary>
    public OnnxModelInfo Info => _model.Session.Info;

    /// <summary>Where it runs: "CPUExecutionProvider" or "CUDAExecutionProvider".</summary>
    public string ExecutionProvider => _model.Session.ExecutionProvider;

    /// <summary>Why the newest file is not the one that runs; null when it is.</summary>
    public string? ReloadFault => _fault;

    /// <summary>The sizes [channels, grid…] of the prediction for a field of some sizes.</summary>
    /// <exception cref="ArgumentException">The model does not take such fields; the text says which.</exception>
    public int[] AnswerSizes(ReadOnlySpan<int> sizes) => new ModelShapes(Info).Answer(sizes);

    /// <summary>Predicts a field.</summary>
    /// <param name="input">The field, [channels, grid…] row-major.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="output">Receives the prediction, of the sizes that <see cref="AnswerSizes"/> tells.</param>
    /// <param name="cancellation">Abandons the request, which is not run then if it still waits.</param>
    /// <exception cref="ArgumentException">A shape is not the model's, or memory does not fit it.</exception>
    /// <exception cref="InvalidOperationException">The model cannot run on the field.</exception>
    /// <exception cref="ServingOverloadException">Too many requests wait.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Task PredictAsync(ReadOnlyMemory<float> input, IReadOnlyList<int> sizes, Memory<float> output,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        int[] given = [.. sizes], answer = AnswerSizes(given);
        Require(input.Length, given, nameof(input));
        Require(output.Length, answer, nameof(output));
        if ((long)input.Length + output.Length > _options.MaxNumbers)
            throw new ArgumentException($"Input and output have {(long)input.Length + output.Length} numbers; the most "
                + $"is {_options.MaxNumbers}.", nameof(sizes));
        if (cancellation.IsCancellationRequested) return Task.FromCanceled(cancellation);
        var request = new PredictionRequest(input, given, output, answer, cancellation);
        if (_waiting.Writer.TryWrite(request)) return request.Done;
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        _metrics.Refused();
        throw new ServingOverloadException($"{_options.MaxWaiting} requests wait for '{Name}'. Try again later.");
    }

    /// <summary>Looks for a new file now. Nothing happens where the file is the one that runs.</summary>
    /// <returns>Whether a new model runs.</returns>
    public bool Reload()
    {
        ServedModel old = _model;
        ServedModel next;
        try
        {
            next = ServedModel.Open(_path, _options.Execution);
            if (next.Content == old.Content)
            {
                next.Retire();
                _fault = null;
                return false;
            }
            _ = new ModelShapes(next.Session.Info);
        }
        // A file that is being written, or is damaged: the old model goes on.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException
            or NotSupportedException or InvalidOperationException)
        {
            if (_fault != error.Message) _log.LogWarning(error, "The new file of {Model} is not taken.", Name);
            _fault = error.Message;
            _metrics.Reloaded(false);
            return false;
        }
        _model = next;
        _fault = null;
        old.Retire();
        _log.LogInformation("A new file of {Model} is served.", Name);
        _metrics.Reloaded(true);
        return true;
    }

    /// <summary>Ends: requests that wait are refused, runs that are under way end first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_loops).ConfigureAwait(false);
        while (_waiting.Reader.TryRead(out PredictionRequest? left))
            left.Fail(new ObjectDisposedException(nameof(ServedOperator)));
        _model.Retire();
        _metrics.Dispose();
    }

    private static void Require(int length, int[] sizes, string argument)
    {
        long needed = sizes.Aggregate(1L, (product, size) => product * size);
        if (needed != length)
            throw new ArgumentException($"{argument} holds {length} numbers; the shape [{string.Join(", ", sizes)}] has "
                + $"{needed}.", argument);
    }

    private async Task RunAsync()
    {
        var batch = new RequestBatch(_options, _metrics);
        try
        {
            while (await batch.FillAsync(_waiting.Reader, _stop.Token).ConfigureAwait(false)) batch.Run(() => _model);
        }
        catch (OperationCanceledException)
        {
            batch.Fail(new ObjectDisposedException(nameof(ServedOperator)));
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_options.ReloadInterval);
        DateTime seen = _model.Changed;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                DateTime changed = File.GetLastWriteTimeUtc(_path);
                if (changed == seen && _fault is null) continue;
                seen = changed;
                Reload();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }
}
