using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Runs of one shape in memory that is bound to the session once, so that a run allocates nothing. For one thread at a
/// time; the session frees it.
/// </summary>
internal sealed class BoundRun : IDisposable
{
    private readonly OnnxOperatorSession _owner;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = QuietRun.NewOptions();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _x, _y;
    private readonly float[] _input, _output;
    private readonly string _given;
    private readonly long[] _inputShape, _outputShape;

    /// <param name="owner">Counts the runs.</param>
    /// <param name="session">Its session.</param>
    /// <param name="input">Name and sizes of the input.</param>
    /// <param name="output">Name and sizes of the output.</param>
    public BoundRun(OnnxOperatorSession owner, InferenceSession session, (string Name, long[] Sizes) input,
        (string Name, long[] Sizes) output)
    {
        (_owner, _session) = (owner, session);
        (_inputShape, _outputShape) = (input.Sizes, output.Sizes);
        _given = $"'{input.Name}' of the shape [{string.Join(", ", input.Sizes)}]";
        (_input, _x) = Bound(input.Sizes);
        (_output, _y) = Bound(output.Sizes);
        _binding = session.CreateIoBinding();
        _binding.BindInput(input.Name, _x);
        _binding.BindOutput(output.Name, _y);
    }

    /// <summary>Runs the model.</summary>
    /// <param name="input">As many numbers as the input's shape has.</param>
    /// <param name="output">Receives as many as the output's shape has.</param>
    /// <exception cref="InvalidOperationException">The model cannot run on this shape.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        _owner.Enter();
        try
        {
            input.CopyTo(_input);
            if (_owner.Graphs?.TryRun([(_input, _inputShape)], _ => _output) != true)
            {
                _session.RunWithBinding(_options, _binding);
                _owner.Graphs?.Note([(_input, _inputShape)], _outputShape);
            }
            _output.CopyTo(output);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidOperationException($"The model cannot run on {_given}: {error.Message}", error);
        }
        finally
        {
            _owner.Leave();
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        _x.Dispose();
        _y.Dispose();
        _options.Dispose();
    }

    // ONNX Runtime keeps the address.
    private static (float[] Numbers, OrtValue Value) Bound(long[] sizes)
    {
        long count = 1;
        foreach (long size in sizes) count = checked(count * size);
        float[] numbers = GC.AllocateArray<float>(checked((int)count), pinned: true);
        return (numbers, OrtValue.CreateTensorValueFromMemory(numbers, sizes));
    }
}
