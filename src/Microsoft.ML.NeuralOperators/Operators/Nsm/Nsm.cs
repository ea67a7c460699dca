using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// NSM, neural spectral methods (Du, Chalapathi, Krishnapriyan 2024, arXiv:2312.05225): from the coefficients of a
/// parameter function, [channels, modes…], to those of the solution. Every layer has a matrix of the channels for each
/// coefficient; nonlinearities are taken at the points that the coefficients stand for.
/// </summary>
/// <remarks>
/// Made for training without data: a residual of coefficients, such as <c>CoefficientPoissonResidual</c>, is the
/// equation's residual everywhere, since sums of squared coefficients are integrals. Good for smooth solutions of
/// equations with periodic axes and time, on few modes; less good where many would be needed. Its fields are arrays of
/// as many coefficients as <see cref="NsmOptions.Modes"/> says; <see cref="CoefficientTransform"/> makes them from
/// fields and gives the values on any grid. Its inputs are not normalised.
/// </remarks>
public sealed class Nsm : NeuralOperator
{
    private readonly Linear[] _lifting, _skips, _projection;
    private readonly CoefficientMixing[] _mixings;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input's coefficients.</param>
    /// <param name="outputChannels">Channels of the output's.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Nsm(int inputChannels, int outputChannels, NsmOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputChannels, 1);
        Options = options = Rules.Require(options ?? new(), nameof(options),
            (options ?? new()).Faults(inputChannels, outputChannels));
        Inputs = [new FieldPort("input", inputChannels, options.Axes) { IsNormalized = false }];
        Output = new FieldPort("output", outputChannels, options.Axes);
        int channels = options.Channels, wide = 4 * channels, axes = options.AxisCount;
        _lifting = Lines("lifting", inputChannels + axes, wide, channels);
        _mixings = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"layers.{i}", new CoefficientMixing(channels, options.Modes)))];
        _skips = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"skips.{i}", new Linear(channels, channels, hasBias: false)))];
        _projection = Lines("projection", channels, channels, wide, outputChannels);

        Linear[] Lines(string name, params int[] widths) => [.. Enumerable.Range(0, widths.Length - 1)
            .Select(i => Compose($"{name}.{i}", new Linear(widths[i], widths[i + 1], hasBias: false)))];
    }

    /// <summary>The architecture.</summary>
    public NsmOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => true;

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value v = WithCoordinates(inputs[0].GridFirst());
        foreach (Linear layer in _lifting) v = AtNodes(layer.Apply(v));
        for (int i = 0; i < _mixings.Length; i++) v = AtNodes(_mixings[i].Apply(v) + _skips[i].Apply(v));
        foreach (Linear layer in _projection[..^1]) v = AtNodes(layer.Apply(v));
        return _projection[^1].Apply(v).GridLast();
    }

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
    {
        Value v = output * Options.OutputScale;
        switch (Options.Constraint)
        {
            case NsmConstraint.ZeroAtOrigin:
                Value constant = v;
                for (int axis = 0; axis < Options.AxisCount; axis++)
                    constant = Along(constant, axis + 2, axis, "origin", CoefficientMatrices.ValueAtOrigin);
                return v - constant;
            case NsmConstraint.ZeroAtWalls:
                for (int axis = 0; axis < Options.AxisCount; axis++)
                    v = Along(v, axis + 2, axis, "walls", (_, modes) => CoefficientMatrices.TimesWalls(modes));
                return v;
            case NsmConstraint.InitialState:
                return inputs[0].Slice(1, 0, Output.Channels)
                    + Along(v, 2, 0, "time", (_, modes) => CoefficientMatrices.TimesX(modes));
            default: return v;
        }
    }

    // Appends the coefficients of the coordinates.
    private Value WithCoordinates(Value a)
    {
        int axes = Options.AxisCount;
        Value coordinates = a.Interpreter.Table($"nsm coordinates {Key}", () =>
        {
            int count = Options.Modes.Aggregate(1, (x, y) => x * y);
            var numbers = new double[count * axes];
            for (int axis = 0, inner = count; axis < axes; axis++)
            {
                int modes = Options.Modes[axis];
                inner /= modes;
                double[] nodes = CoefficientMatrices.Nodes(Options.Bases[axis], modes),
                    matrix = CoefficientMatrices.ToCoefficients(Options.Bases[axis], modes, modes);
                // Constant along the other axes: their first coefficient alone.
                for (int k = 0; k < modes; k++)
                    numbers[k * inner * axes + axis] = nodes.Select((x, i) => x * matrix[k * modes + i]).Sum();
            }
            return a.Interpreter.Constant(numbers, [.. Options.Modes.Select(m => (long)m), 1, axes]);
        });
        return Value.Concat(-1, a, coordinates.Expand([.. a.Shape.Range(0, axes + 1), axes]));
    }

    // The nonlinearity at the nodes.
    private Value AtNodes(Value v)
    {
        for (int axis = 0; axis < Options.AxisCount; axis++)
            v = Along(v, axis, axis, "nodes",
                (basis, modes) => CoefficientMatrices.ToNodes(basis, modes, Points(modes)), Points);
        v = Options.Activation.Apply(v);
        for (int axis = 0; axis < Options.AxisCount; axis++)
            v = Along(v, axis, axis, "coefficients",
                (basis, modes) => CoefficientMatrices.ToCoefficients(basis, modes, Points(modes)), null, Points);
        return v;
    }

    private int Points(int modes) => (int)Math.Ceiling(Options.Oversampling * modes);

    private string Key => $"{string.Join(' ', Options.Bases)} {string.Join(' ', Options.Modes)}";

    // A matrix of so many rows and columns, as many as modes where not said, along an axis of the value.
    private Value Along(Value v, int place, int axis, string name, Func<CoefficientBasis, int, double[]> numbers,
        Func<int, int>? rows = null, Func<int, int>? columns = null)
    {
        (CoefficientBasis basis, int modes) = (Options.Bases[axis], Options.Modes[axis]);
        int height = rows?.Invoke(modes) ?? modes, width = columns?.Invoke(modes) ?? modes;
        return v.Along(place, v.Interpreter.Table($"nsm {name} {basis} {height} {width}",
            () => v.Interpreter.Constant(numbers(basis, modes), height, width)));
    }
}
