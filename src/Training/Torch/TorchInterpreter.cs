namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>
/// Runs a definition eagerly with torch, with gradients, on any device. Results live in the surrounding
/// <see cref="DisposeScope"/>; tables live as long as the interpreter. One interpreter serves one thread at a time.
/// </summary>
internal sealed class TorchInterpreter : Interpreter, IDisposable
{
    private IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> _parameters;
    private readonly Dictionary<(string Key, torch.ScalarType Type), torch.Tensor> _tables = [];
    private torch.ScalarType _type;
    private readonly TorchOperations _operations;
    private bool _buildsTable;
    private torch.Generator? _random;
    private long _seed;

    /// <summary>An interpreter over parameter tensors.</summary>
    /// <param name="parameters">The tensor of every declared parameter, all of one floating type and device.</param>
    /// <param name="type">That type.</param>
    /// <param name="device">That device.</param>
    public TorchInterpreter(IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> parameters, torch.ScalarType type,
        torch.Device device)
        => (_parameters, _type, Device, _operations) = (parameters, type, device, new TorchOperations(this));

    /// <summary>The type that constants have.</summary>
    public torch.ScalarType Type => _buildsTable ? torch.ScalarType.Float64 : _type;

    /// <summary>Where values are.</summary>
    public torch.Device Device { get; }

    /// <summary>True while training.</summary>
    public bool Training { get; set; }

    public override bool IsTraining => Training;

    /// <summary>Gives the tensor to calculate with in place of a parameter's own; null for its own.</summary>
    internal Func<ParameterDeclaration, torch.Tensor, torch.Tensor>? Use { get; set; }

    /// <summary>The share of each axis' Fourier modes in use.</summary>
    public double ModesAtWork { get; set; } = 1;

    internal override double ModeShare => ModesAtWork;

    /// <summary>
    /// What the layers saw of their running statistics in the last forward pass of training, [channels] each, in the
    /// surrounding <see cref="DisposeScope"/>. Whoever trains moves the statistics towards them and clears the list.
    /// </summary>
    internal Dictionary<ParameterDeclaration, torch.Tensor> Observed { get; } = [];

    /// <summary>A value over a tensor.</summary>
    public Value Wrap(torch.Tensor tensor) => new(this, Shape.Of(tensor.shape), tensor);

    /// <summary>The tensor of a value.</summary>
    public static torch.Tensor Unwrap(Value value) => (torch.Tensor)value.Handle;

    /// <summary>
    /// The tensor of a value, in float32 where it is of a smaller type: what losses and metrics calculate with.
    /// </summary>
    public static torch.Tensor Full(Value value)
        => Unwrap(value).type(Unwrap(value).dtype.Full());

    /// <summary>
    /// Sets the source of dropout and noise, which is the interpreter's own: threads do not take each other's numbers.
    /// </summary>
    public void Seed(long seed)
    {
        // Made when it is first drawn from; most operators never do.
        _random?.Dispose();
        (_random, _seed) = (null, seed);
    }

    /// <summary>Normal random numbers of mean 0 and standard deviation 1, in the interpreter's type.</summary>
    public torch.Tensor RandomNormal(long[] shape)
        => TorchDevice.Place(torch.randn(shape, dtype: torch.ScalarType.Float32, generator: Random), _type, Device);

    /// <summary>
    /// Draws uniform numbers in place of the interpreter's own source, for numbers that were recorded.
    /// </summary>
    internal Func<long[], torch.Tensor>? Uniform { get; init; }

    /// <summary>Uniform random numbers in [0, 1), in float32: rounded to a smaller type, some would be 1.</summary>
    internal torch.Tensor RandomUniform(long[] shape)
        => Uniform is not null ? Uniform(shape)
        : TorchDevice.Place(torch.rand(shape, dtype: torch.ScalarType.Float32, generator: Random), _type.Full(),
            Device);

    private torch.Generator Random
    {
        get
        {
            HostContact.Note("Random numbers, such as those of dropout, come from the host.");
            return _random ??= new torch.Generator((ulong)_seed, torch.CPU);
        }
    }

    /// <summary>Numbers that an operation holds, as a tensor that is only read.</summary>
    internal torch.Tensor FromHost(double[] numbers, long[] shape)
        // A table holds what is made of them.
        => _buildsTable ? torch.tensor(numbers, shape, Type, Device) : HostNumbers.Of(numbers, shape, Type, Device);

    /// <summary>Gives the parameters other tensors, of the same type and device; tables stay.</summary>
    public void Rebind(IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> parameters) => _parameters = parameters;

    public override Value Parameter(ParameterDeclaration declaration)
        => _parameters.TryGetValue(declaration, out torch.Tensor? tensor)
            ? Wrap(Use is null ? tensor : Use(declaration, tensor))
            : throw new InvalidOperationException($"The parameter '{declaration}' has no value.");

    public override Value Table(string key, Func<Value> build)
    {
        if (!_tables.TryGetValue((key, _type), out torch.Tensor? table))
        {
            // Double precision while building: angles of high modes would lose digits in single precision.
            using DisposeScope scope = torch.NewDisposeScope();
            using (torch.no_grad())
            {
                bool outer = _buildsTable;
                _buildsTable = true;
                try
                {
                    table = Unwrap(build());
                    // The scope disposes what it holds: a table within another one lives as long as that one is built,
                    // any other one as long as the interpreter.
                    if (outer) table.MoveToOuterDisposeScope();
                    else table = table.type(_type).contiguous().clone().DetachFromDisposeScope();
                }
                finally
                {
                    _buildsTable = outer;
                }
            }
            if (_buildsTable) return Wrap(table);
            _tables.Add((key, _type), table);
        }
        return Wrap(table);
    }

    internal override Value[] InFullPrecision(Value[] values, Func<Value[], Value[]> calculate)
    {
        torch.ScalarType own = _type;
        if (_type == _type.Full()) return calculate(values);
        _type = _type.Full();
        try
        {
            return [.. calculate([.. values.Select(x => Wrap(Unwrap(x).type(_type)))])
                .Select(x => Wrap(Unwrap(x).type(own)))];
        }
        finally
        {
            _type = own;
        }
    }

    private protected override object Execute(Operation operation, IReadOnlyList<Value> inputs, Shape[] shapes,
        Shape output)
        => operation.Accept(_operations, inputs, output);

    /// <summary>Frees the tables.</summary>
    public void Dispose()
    {
        foreach (torch.Tensor table in _tables.Values) table.Dispose();
        _tables.Clear();
        _random?.Dispose();
    }
}
