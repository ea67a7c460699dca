using Microsoft.ML.NeuralOperators.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// An exported operator in ONNX Runtime: batched, at any grid, from any number of threads. Disposed, it refuses to run;
/// runs in other threads end first.
/// </summary>
public sealed class OnnxOperatorSession : IDisposable
{
    // Grid points of the rows scored together on the CPU: eight rows of 64×64.
    private const long PointsAtOnce = 1 << 15;
    private readonly InferenceSession _session;
    private readonly Lock _gate = new();
    private readonly string[] _inputs;
    private readonly string _output;
    private readonly int[][] _inputSizes;
    private readonly bool _hasOpenBatch;
    private readonly List<BoundRun> _bound = [];
    private int _runs;
    private bool _isDisposed;

    private OnnxOperatorSession(OpenedSession opened, OnnxModelInfo info, OnnxModel model, ExecutionOptions options)
    {
        (_session, Info) = (opened.Session, info);
        (ExecutionProvider, FallbackReason) = (opened.Provider, opened.FallbackReason);
        _inputs = [.. info.Inputs.Keys];
        _output = info.Outputs.Keys.First();
        // -1 means an open size.
        _inputSizes = [.. info.Inputs.Values.Select(sizes => sizes.Select(s => int.TryParse(s, out int n) ? n : -1)
            .ToArray())];
        string batch = info.Outputs[_output][0];
        _hasOpenBatch = !int.TryParse(batch, out _) && info.Inputs.Values.All(sizes => sizes[0] == batch);
        if (!IsOnCpu && _hasOpenBatch) Plan = new RowPlan();
        if (ExecutionProvider == ProviderSetup.NameOf(ExecutionProviderKind.Cuda)
            && SessionGraphs.Suit(model, options)) Graphs = new SessionGraphs(model, info, options);
    }

    /// <summary>What the model says of itself.</summary>
    public OnnxModelInfo Info { get; }

    /// <summary>
    /// What runs the model, by ONNX Runtime's name: "CPUExecutionProvider", "CUDAExecutionProvider",
    /// "TensorrtExecutionProvider", "DmlExecutionProvider" or "CoreMLExecutionProvider".
    /// </summary>
    public string ExecutionProvider { get; }

    /// <summary>
    /// Why the CPU runs the model although another provider was asked for; null if the one asked for does.
    /// </summary>
    public string? FallbackReason { get; }

    /// <summary>Whether the CPU runs it.</summary>
    internal bool IsOnCpu => ExecutionProvider == ProviderSetup.NameOf(ExecutionProviderKind.Cpu);

    /// <summary>
    /// Decides how far batches are padded, since providers other than the CPU plan anew for every shape; null on the
    /// CPU, where padding gains nothing.
    /// </summary>
    internal RowPlan? Plan { get; set; }

    /// <summary>The CUDA graphs; null where there are none.</summary>
    internal SessionGraphs? Graphs { get; }

    /// <summary>Opens a model, after its digest was compared and its content checked.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="options">Provider, device and threads.</param>
    /// <exception cref="FormatException">
    /// The bytes are damaged, are not a model of this library, or belong to a model with its weights in a second file.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The provider or its device is missing, and the CPU may not be used instead; the text says what to add.
    /// </exception>
    /// <exception cref="DllNotFoundException">
    /// ONNX Runtime's native library is missing; the text says which package to add.
    /// </exception>
    public static OnnxOperatorSession Open(byte[] model, ExecutionOptions? options = null)
        => Open(OnnxModel.Of(model), options);

    /// <inheritdoc cref="Open(byte[], ExecutionOptions?)"/>
    internal static OnnxOperatorSession Open(OnnxModel model, ExecutionOptions? options = null)
    {
        OnnxRuntimeLibrary.Require();
        OnnxModelInfo info = OnnxModelInfo.Read(model.Graph, out ModelProto proto);
        OnnxRules.Require(proto, model.Graph, model.DataPath is not null);
        if (info.Outputs.Count != 1)
            throw new FormatException($"The model has {info.Outputs.Count} outputs; only models with one are run.");
        options ??= new ExecutionOptions();
        return new OnnxOperatorSession(SessionFactory.Open(model, options), info, model, options);
    }

    /// <summary>Opens a file; see <see cref="Open(byte[], ExecutionOptions?)"/>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static OnnxOperatorSession Open(string path, ExecutionOptions? options = null)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        try
        {
            return Open(OnnxModel.Read(path), options);
        }
        catch (FormatException error)
        {
            throw new FormatException($"'{path}': {error.Message}", error);
        }
    }

    /// <summary>Runs a model over memory of the caller, without copies.</summary>
    /// <param name="inputs">Every input, [batch, channels, grid…], with its sizes.</param>
    /// <param name="output">Receives the result.</param>
    /// <param name="outputShape">Its sizes.</param>
    /// <exception cref="InvalidOperationException">
    /// A shape is not one of the model, or too small for it; the text names it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(IReadOnlyList<(Memory<float> Values, long[] Shape)> inputs, Memory<float> output,
        long[] outputShape)
    {
        Check(inputs);
        CheckOutput(outputShape, output.Length, inputs[0].Shape[0]);
        int row = output.Length / (int)outputShape[0];
        RunInParts(inputs, (options, values, first, count, rows) =>
        {
            Memory<float> part = output.Slice(first * row, count * row),
                whole = rows == count ? part : new float[rows * row];
            using OrtValue y = Tensor(whole, rows, outputShape);
            _session.Run(options, _inputs, values, [_output], [y]);
            if (rows != count) whole[..part.Length].CopyTo(part);
            return [rows, .. outputShape[1..]];
        }, (shape, first, count, _) => shape.AsSpan(1).SequenceEqual(outputShape.AsSpan(1))
            ? output.Slice(first * row, count * row)
            : throw new InvalidOperationException($"Output '{_output}': expected the shape "
                + $"{Text<long>([outputShape[0], .. shape[1..]])}, got {Text(outputShape)}."));
    }

    /// <summary>Runs a model of one input over memory of the caller, without copies.</summary>
    /// <param name="input">[batch, channels, grid…].</param>
    /// <param name="inputShape">Its sizes.</param>
    /// <param name="output">Receives the result.</param>
    /// <param name="outputShape">Its sizes.</param>
    /// <exception cref="InvalidOperationException">
    /// A shape is not one of the model, or too small for it; the text names it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Run(Memory<float> input, long[] inputShape, Memory<float> output, long[] outputShape)
        => Run([(input, inputShape)], output, outputShape);

    /// <summary>Runs a model and gives the result with its sizes.</summary>
    /// <param name="inputs">Values and sizes of every input.</param>
    /// <exception cref="InvalidOperationException">
    /// A shape is not one of the model, or too small for it; the text names it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public (float[] Values, long[] Shape) Run(params IReadOnlyList<(float[] Values, long[] Shape)> inputs)
    {
        (Memory<float> Values, long[] Shape)[] memory = [.. inputs.Select(i => ((Memory<float>)i.Values, i.Shape))];
        Check(memory);
        float[] output = [];
        long[] outputShape = [];
        int all = (int)inputs[0].Shape[0];
        RunInParts(memory, (options, values, first, count, rows) =>
        {
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, _inputs, values, [_output]);
            ReadOnlySpan<float> part = results[0].GetTensorDataAsSpan<float>();
            long[] shape = results[0].GetTensorTypeAndShape().Shape;
            Memory<float> room = Room(shape, first, count, rows);
            part[..room.Length].CopyTo(room.Span);
            return shape;
        }, Room);
        return (output, outputShape);

        // The first part says how long rows are. A model that runs on the batch as it is may have outputs that are not
        // rows.
        Memory<float> Room(long[] shape, int first, int count, int rows)
        {
            if (count == all && rows == all)
            {
                (outputShape, output) = ([.. shape], new float[Product(shape)]);
                return output;
            }
            int row = (int)Product(shape.AsSpan(1));
            if (first == 0) (outputShape, output) = ([all, .. shape[1..]], new float[row * all]);
            return output.AsMemory(row * first, row * count);
        }
    }

    /// <summary>Frees the session, after the runs that are under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            if (_runs == 0) Free();
        }
    }

    /// <summary>Runs of one shape that allocate nothing; the session frees them. For models of one input.</summary>
    /// <param name="shape">The input's sizes, [batch, channels, grid…].</param>
    /// <param name="outputShape">The output's.</param>
    /// <exception cref="InvalidOperationException">A shape is not one of the model.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    internal BoundRun Bind(long[] shape, long[] outputShape)
    {
        Check(0, shape, (int)Product(shape));
        CheckOutput(outputShape, (int)Product(outputShape), shape[0]);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var run = new BoundRun(this, _session, (_inputs[0], shape), (_output, outputShape));
            _bound.Add(run);
            return run;
        }
    }

    /// <summary>Frees a run before the session ends.</summary>
    internal void Unbind(BoundRun run)
    {
        lock (_gate)
        {
            if (_bound.Remove(run)) run.Dispose();
        }
    }

    /// <summary>Begins a run. A freed session takes the process down when it runs, so the last run frees it.</summary>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    internal void Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _runs++;
        }
    }

    /// <summary>Ends a run that <see cref="Enter"/> began.</summary>
    internal void Leave()
    {
        lock (_gate)
        {
            if (--_runs == 0 && _isDisposed) Free();
        }
    }

    private void Free()
    {
        foreach (BoundRun run in _bound) run.Dispose();
        _bound.Clear();
        Graphs?.Dispose();
        _session.Dispose();
        FreedMemory.Return();
    }

    // Gets the values of some rows, the index of the first, how many are wanted, and how many are run: more where the
    // batch was padded. Gives the sizes of the output.
    private delegate long[] PartAction(RunOptions options, IReadOnlyCollection<OrtValue> values, int first, int count,
        int rows);

    // Room for wanted rows of an output of some sizes.
    private delegate Memory<float> PartRoom(long[] shape, int first, int count, int rows);

    // Rows are independent. Fields of a few rows stay in the processor's cache: up to half as fast again at 32 rows of
    // 64×64.
    private void RunInParts(IReadOnlyList<(Memory<float> Values, long[] Shape)> inputs, PartAction run, PartRoom room)
    {
        int all = (int)inputs[0].Shape[0], most = all;
        if (IsOnCpu && _hasOpenBatch)
            most = (int)Math.Max(1, PointsAtOnce / inputs.Max(i => Product(i.Shape.AsSpan(2))));
        Enter();
        try
        {
            for (int first = 0; first < all; first += most)
                RunPart(inputs, first, Math.Min(most, all - first), run, room);
        }
        finally
        {
            Leave();
        }
    }

    private void RunPart(IReadOnlyList<(Memory<float> Values, long[] Shape)> inputs, int first, int count,
        PartAction run, PartRoom room)
    {
        int rows = Plan?.Rows(inputs.Select(i => i.Shape), count) ?? count;
        var values = new List<OrtValue>();
        try
        {
            (Memory<float> Values, long[] Shape)[] parts = [.. inputs.Select(i => Part(i.Values, i.Shape))];
            if (Graphs?.TryRun(parts, shape => room(shape, first, count, rows)) == true) return;
            foreach (var (memory, shape) in parts) values.Add(Tensor(memory, rows, shape));
            using RunOptions options = QuietRun.NewOptions();
            long[] made = run(options, values, first, count, rows);
            Graphs?.Note(parts, made);
        }
        catch (OnnxRuntimeException error)
        {
            // Such as a grid that is too small for a boundary condition.
            IEnumerable<string> given = _inputs.Zip(inputs, (name, i) => $"'{name}' of the shape {Text(i.Shape)}");
            throw new InvalidOperationException($"The model cannot run on {string.Join(" and ", given)}: "
                + $"{error.Message}", error);
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }

        (Memory<float>, long[]) Part(Memory<float> memory, long[] shape)
        {
            int row = memory.Length / (int)shape[0];
            Memory<float> part = memory.Slice(first * row, count * row),
                whole = rows == count ? part : new float[rows * row];
            if (rows != count) part.CopyTo(whole);
            return (whole, [rows, .. shape[1..]]);
        }
    }

    private static OrtValue Tensor(Memory<float> values, int rows, long[] shape)
        => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, [rows, .. shape[1..]]);

    private static long Product(ReadOnlySpan<long> sizes)
    {
        long product = 1;
        foreach (long size in sizes) product *= size;
        return product;
    }

    private static string Text<T>(IEnumerable<T> sizes) => $"[{string.Join(", ", sizes)}]";

    private void Check(IReadOnlyList<(Memory<float> Values, long[] Shape)> inputs)
    {
        if (inputs.Count != _inputs.Length)
            throw new InvalidOperationException($"The model has {_inputs.Length} inputs, got {inputs.Count}.");
        for (int i = 0; i < inputs.Count; i++) Check(i, inputs[i].Shape, inputs[i].Values.Length);
        RequireCommonSizes([.. inputs.Select(i => i.Shape)]);
    }

    private void Check(int input, long[] shape, int length)
    {
        int[] sizes = _inputSizes[input];
        bool fits = shape.Length == sizes.Length && !shape.Any(s => s < 1)
            && shape.Zip(sizes).All(pair => pair.Second < 0 || pair.First == pair.Second);
        if (!fits)
            throw new InvalidOperationException($"Input '{_inputs[input]}': expected the shape "
                + $"{Text(Info.Inputs[_inputs[input]])}, got {Text(shape)}.");
        if (Product(shape) != length)
            throw new InvalidOperationException($"Input '{_inputs[input]}': the shape {Text(shape)} does not hold "
                + $"{length} numbers.");
    }

    private void CheckOutput(long[] shape, int length, long rows)
    {
        if (shape.Length == 0 || shape[0] != rows || shape.Any(s => s < 1))
            throw new InvalidOperationException($"Output '{_output}': expected {Text(Info.Outputs[_output])} for "
                + $"{rows} rows, got the shape {Text(shape)}.");
        if (Product(shape) != length)
            throw new InvalidOperationException($"Output '{_output}': the shape {Text(shape)} does not fit memory for "
                + $"{length} numbers.");
    }

    // ONNX Runtime would silently stretch a size-1 axis.
    private void RequireCommonSizes(long[][] shapes)
    {
        var sizes = new Dictionary<string, (int Input, long Size)>(StringComparer.Ordinal);
        for (int i = 0; i < shapes.Length; i++)
            for (int axis = 0; axis < shapes[i].Length; axis++)
            {
                string name = Info.Inputs[_inputs[i]][axis];
                if (_inputSizes[i][axis] >= 0 || sizes.TryAdd(name, (i, shapes[i][axis]))
                    || sizes[name].Size == shapes[i][axis]) continue;
                int first = sizes[name].Input;
                throw new InvalidOperationException($"Input '{_inputs[i]}' has the shape {Text(shapes[i])}, but input "
                    + $"'{_inputs[first]}' {Text(shapes[first])}: they have '{name}' in common.");
            }
    }
}
