using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.NeuralOperators.Serving;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A model file in a program that serves many requests at once: those of one shape are run together, a changed file is
/// taken without a failed request, and everything is counted. For any number of threads.
/// </summary>
/// <remarks>
/// The file is an ONNX file of this library (<c>ExportToOnnx</c>, or <c>neuralop export</c>); the program needs neither
/// ML.NET nor libtorch. It may be replaced while it is served: write the new one beside it and rename it.
/// </remarks>
public sealed class ServedOperator : IAsyncDisposable, IDisposable
{
    /// <summary>
    /// The meter and the activity source of all served models, for OpenTelemetry's <c>AddMeter</c> and
    /// <c>AddSource</c>. Measurements have the tag "model".
    /// </summary>
    public const string TelemetryName = "Microsoft.ML.NeuralOperators";

    private readonly ServingOptions _options;
    private readonly ServingMetrics _metrics;
    private readonly ModelSource _source;
    private readonly Channel<PredictionRequest> _waiting;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;
    private int _isDisposed;

    /// <summary>Opens the model and begins to serve it.</summary>
    /// <param name="path">An ONNX file of this library.</param>
    /// <param name="options">How it is served; the defaults when null.</param>
    /// <param name="name">The model's name in metrics and logs; the file's when null.</param>
    /// <param name="logger">Is told of new files, and of those that cannot be opened.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged, or no model of this library.</exception>
    /// <exception cref="NotSupportedException">The model has several inputs.</exception>
    public ServedOperator(string path, ServingOptions? options = null, string? name = null, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = Rules.Require(options ?? new ServingOptions());
        Name = name ?? Path.GetFileNameWithoutExtension(path);
        _waiting = Channel.CreateBounded<PredictionRequest>(new BoundedChannelOptions(_options.MaxWaiting)
        {
            // TryWrite answers false where it is full.
            FullMode = BoundedChannelFullMode.Wait,
        });
        _metrics = new ServingMetrics(Name, () => _waiting.Reader.Count);
        try
        {
            _source = new ModelSource(path, Name, _options, _metrics, logger ?? NullLogger.Instance);
        }
        catch
        {
            _metrics.Dispose();
            throw;
        }
        _loops = [.. Enumerable.Range(0, _options.Parallelism).Select(_ => Task.Run(RunAsync)),
            .. _options.ReloadInterval > TimeSpan.Zero ? [Task.Run(WatchAsync)] : Array.Empty<Task>()];
    }

    /// <summary>The model's name in metrics and logs.</summary>
    public string Name { get; }

    /// <summary>What the model that runs now says of itself.</summary>
    public OnnxModelInfo Info => _source.Current.Session.Info;

    /// <summary>What runs it; see <see cref="OnnxOperatorSession.ExecutionProvider"/>.</summary>
    public string ExecutionProvider => _source.Current.Session.ExecutionProvider;

    /// <summary>Why the CPU runs it although another provider was asked for; null if the one asked for does.</summary>
    public string? FallbackReason => _source.Current.Session.FallbackReason;

    /// <summary>Why the newest file is not the one that runs; null when it is.</summary>
    public string? ReloadFault => _source.Fault;

    /// <summary>The sizes [channels, grid…] of the prediction for a field of some sizes.</summary>
    /// <param name="inputSizes">The field's, [channels, grid…].</param>
    /// <exception cref="ArgumentException">The model does not take such fields; the text says which.</exception>
    public int[] GetOutputSizes(params ReadOnlySpan<int> inputSizes) => _source.Current.Shapes.Output(inputSizes);

    /// <summary>Predicts a field, together with others that wait.</summary>
    /// <param name="input">The field, [channels, grid…] row-major. It must stay as it is until the task ends.</param>
    /// <param name="inputSizes">Its sizes.</param>
    /// <param name="output">Receives the prediction, of the sizes that <see cref="GetOutputSizes"/> tells.</param>
    /// <param name="cancellation">Abandons the request, which is not run then if it still waits.</param>
    /// <exception cref="ArgumentException">A shape is not the model's, or memory does not fit it.</exception>
    /// <exception cref="InvalidOperationException">The model cannot run on the field.</exception>
    /// <exception cref="ServingOverloadException">Too many requests wait.</exception>
    /// <exception cref="OperationCanceledException">The request was abandoned.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Task PredictAsync(ReadOnlyMemory<float> input, IReadOnlyList<int> inputSizes, Memory<float> output,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputSizes);
        ThrowIfDisposed();
        int[] given = [.. inputSizes], made = GetOutputSizes(given);
        Require(input.Length, given, nameof(input));
        Require(output.Length, made, nameof(output));
        RequireLimit(given, made);
        if (cancellation.IsCancellationRequested) return Task.FromCanceled(cancellation);
        var request = new PredictionRequest(input, given, output, made, cancellation);
        if (_waiting.Writer.TryWrite(request)) return request.Done;
        ThrowIfDisposed();
        _metrics.Refused();
        return Task.FromException(new ServingOverloadException(
            $"{_options.MaxWaiting} requests wait for '{Name}'. Try again later."));
    }

    /// <summary>Predicts a field, together with others that wait, into new memory.</summary>
    /// <inheritdoc cref="PredictAsync(ReadOnlyMemory{float}, IReadOnlyList{int}, Memory{float}, CancellationToken)"/>
    /// <returns>The prediction, [channels, grid…] row-major.</returns>
    public async Task<float[]> PredictAsync(ReadOnlyMemory<float> input, IReadOnlyList<int> inputSizes,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputSizes);
        int[] given = [.. inputSizes], made = GetOutputSizes(given);
        RequireLimit(given, made);
        var output = new float[ModelShapes.Count(made)];
        await PredictAsync(input, given, output, cancellation).ConfigureAwait(false);
        return output;
    }

    /// <summary>
    /// Predictions at one grid in the caller's own thread, without a queue and without allocation: for control loops
    /// and other programs that call one after the other.
    /// </summary>
    /// <param name="inputSizes">The fields' sizes, [channels, grid…].</param>
    /// <exception cref="ArgumentException">The model does not take such fields; the text says which.</exception>
    public FieldPredictor CreatePredictor(params ReadOnlySpan<int> inputSizes)
    {
        ThrowIfDisposed();
        RequireLimit(inputSizes, GetOutputSizes(inputSizes));
        return new FieldPredictor(_source, _metrics, inputSizes.ToArray());
    }

    /// <summary>Looks for a new file now. Nothing happens where the file is the one that runs.</summary>
    /// <returns>Whether a new model runs; false also where <see cref="ReloadFault"/> says why not.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public bool Reload() => _source.Reload();

    /// <summary>Ends: requests that wait are refused, runs that are under way end first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_loops).ConfigureAwait(false);
        while (_waiting.Reader.TryRead(out PredictionRequest? left))
            left.Fail(new ObjectDisposedException(nameof(ServedOperator)));
        _source.End();
        _metrics.Dispose();
        _stop.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static void Require(int length, int[] sizes, string argument)
    {
        long needed = ModelShapes.Count(sizes);
        if (needed != length)
            throw new ArgumentException($"{argument} holds {length} numbers; the shape [{string.Join(", ", sizes)}] "
                + $"has {needed}.", argument);
    }

    private void RequireLimit(ReadOnlySpan<int> inputSizes, int[] outputSizes)
    {
        long numbers = ModelShapes.Count(inputSizes) + ModelShapes.Count(outputSizes);
        if (numbers > _options.MaxNumbers)
            throw new ArgumentException($"Input and output have {numbers} numbers; the most is "
                + $"{_options.MaxNumbers}.", nameof(inputSizes));
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);

    private async Task RunAsync()
    {
        var batch = new RequestBatch(_options, _metrics);
        try
        {
            while (await batch.FillAsync(_waiting.Reader, _stop.Token).ConfigureAwait(false))
                batch.Run(() => _source.Current);
        }
        catch (OperationCanceledException)
        {
            batch.Fail(new ObjectDisposedException(nameof(ServedOperator)));
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            await _source.WatchAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }
}
