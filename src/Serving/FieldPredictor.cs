using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Onnx;
using Microsoft.ML.NeuralOperators.Serving;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A served model at one grid, for calls in the caller's own thread: without a queue, without company, and after the
/// first call without allocation. For any number of threads; each that calls at the same time has memory of its own. A
/// new file of the model is taken here as well.
/// </summary>
public sealed class FieldPredictor : IDisposable
{
    private readonly ModelSource _source;
    private readonly ServingMetrics _metrics;
    private readonly int[] _inputSizes, _outputSizes;
    private readonly int _given, _made;
    private readonly Lock _gate = new();
    // Runs that nobody uses now, of one model.
    private readonly Stack<BoundRun> _idle = new();
    private ServedModel? _model;
    private bool _isDisposed;

    internal FieldPredictor(ModelSource source, ServingMetrics metrics, int[] inputSizes)
    {
        (_source, _metrics, _inputSizes) = (source, metrics, inputSizes);
        _outputSizes = source.Current.Shapes.Output(inputSizes);
        (_given, _made) = ((int)ModelShapes.Count(inputSizes), (int)ModelShapes.Count(_outputSizes));
    }

    /// <summary>The field's sizes [channels, grid…].</summary>
    public IReadOnlyList<int> InputSizes => _inputSizes;

    /// <summary>The prediction's sizes [channels, grid…].</summary>
    public IReadOnlyList<int> OutputSizes => _outputSizes;

    /// <summary>Predicts a field.</summary>
    /// <param name="input">The field, [channels, grid…] row-major.</param>
    /// <param name="output">Receives the prediction, which may be the same memory.</param>
    /// <exception cref="ArgumentException">
    /// A span has another length than its sizes ask for, or a new file's model does not take such fields.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model cannot run on the field.</exception>
    /// <exception cref="ObjectDisposedException">This or the served model was disposed.</exception>
    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        Require(input.Length, _given, _inputSizes, nameof(input));
        Require(output.Length, _made, _outputSizes, nameof(output));
        long arrived = Stopwatch.GetTimestamp();
        string outcome = "failed";
        using Activity? trace = _metrics.Run(1);
        try
        {
            while (!TryPredict(input, output))
            {
                // The model was retired in between; its successor predicts.
            }
            outcome = "done";
        }
        finally
        {
            _metrics.Ended(arrived, outcome);
        }
    }

    /// <summary>Frees the memory, that of calls under way when they end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Clear();
        }
    }

    private bool TryPredict(ReadOnlySpan<float> input, Span<float> output)
    {
        ServedModel model = _source.Current;
        try
        {
            BoundRun run = Rent(model);
            try
            {
                run.Run(input, output);
            }
            finally
            {
                Return(model, run);
            }
            return true;
        }
        catch (ObjectDisposedException) when (!ReferenceEquals(model, _source.Current))
        {
            return false;
        }
    }

    private BoundRun Rent(ServedModel model)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!ReferenceEquals(_model, model)) Change(model);
            if (_idle.TryPop(out BoundRun? idle)) return idle;
        }
        return model.Session.Bind(WithBatch(_inputSizes), WithBatch(_outputSizes));
    }

    private void Change(ServedModel model)
    {
        int[] sizes = model.Shapes.Output(_inputSizes);
        if (!sizes.AsSpan().SequenceEqual(_outputSizes))
            throw new ArgumentException($"The model makes [{string.Join(", ", sizes)}] of such fields now.");
        Clear();
        _model = model;
    }

    private void Clear()
    {
        while (_idle.TryPop(out BoundRun? run)) _model!.Session.Unbind(run);
    }

    private void Return(ServedModel model, BoundRun run)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_model, model) && !_isDisposed) _idle.Push(run);
            else model.Session.Unbind(run);
        }
    }

    private static long[] WithBatch(int[] sizes) => [1, .. sizes];

    private static void Require(int length, int needed, int[] sizes, string argument)
    {
        if (length != needed)
            throw new ArgumentException($"{argument} holds {length} numbers; the shape [{string.Join(", ", sizes)}] "
                + $"has {needed}.", argument);
    }
}
