namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The kernel of ∫ κ(y) u(x + y) dy over a disc, κ = Σ_b θ_b φ_b with functions of <see cref="LocalBasis"/>, which are
/// divided by their sums over the points.
/// </summary>
internal sealed class LocalIntegral : Layer, ILocalKernel
{
    private readonly LocalDisc _disc;
    private readonly LocalBasis _basis;
    private readonly PublishedDisc? _published;
    private readonly ParameterDeclaration _weight;

    /// <summary>Declares the layer.</summary>
    /// <param name="dimensions">Number of grid axes.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="disc">Where the kernel lives.</param>
    /// <param name="basis">What it is made of.</param>
    /// <param name="padding">How fields continue outside.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="hasBias">Whether every output channel gets a learned bias.</param>
    /// <param name="published">The functions as a published program has them on the disc's reference grid.</param>
    public LocalIntegral(int dimensions, int inputs, int outputs, LocalDisc disc, LocalBasis basis, PaddingMode padding,
        int groups = 1, bool hasBias = false, PublishedDisc? published = null)
    {
        (_disc, _basis, _published, Padding, Groups) = (disc, basis, published, padding, groups);
        int functions = published?.Weights ?? basis.Count(dimensions), each = inputs / groups;
        _weight = Declare("weight", [outputs, each, functions],
            new Initializer.Normal(1 / Math.Sqrt((double)each * functions)));
        Bias = hasBias ? Declare("bias", [outputs], Initializer.Zeros) : null;
    }

    public PaddingMode Padding { get; }

    public int Groups { get; }

    public ParameterDeclaration? Bias { get; }

    public Dim[] Reach(Shape grid) => _disc.Reach(grid);

    public Value Kernel(Value x, Dim[] reach)
    {
        Shape grid = x.Shape.Range(2, x.Rank);
        Dim[] taps = [.. reach.Select(h => h * 2 + 1)];
        IReadOnlyList<long> sizes = _weight.Shape;
        Value basis = x.Interpreter.Table($"{_basis} {_published} {_disc.Key} {grid} {string.Join<Dim>(' ', reach)}",
            () => Functions(x.Interpreter, grid, reach));
        return x.Bind(_weight).Reshape(sizes[0] * sizes[1], sizes[2]).MatMul(basis)
            .Reshape([sizes[0], sizes[1], .. taps]);
    }

    // [functions, taps]
    private Value Functions(Interpreter interpreter, Shape grid, Dim[] reach)
    {
        Value basis = _basis.At(_disc.Offsets(interpreter, grid, reach), _disc.Radius);
        if (_published is null) return basis;
        long idle = _published.Weights - basis.Shape[0].Value;
        Value isReference = _disc.IsReference(interpreter, grid);
        return basis.Pad(PaddingMode.Zeros, [0], [0], [idle]) * (-isReference + 1)
            + Fit(interpreter, reach).Reshape(_published.Weights, basis.Shape[1]) * isReference;
    }

    // The published functions among as many taps as the grid has; the numbers matter where these are as many as theirs.
    private Value Fit(Interpreter interpreter, Dim[] reach)
    {
        long taps = _published!.Taps;
        Value table = interpreter.Constant(_published.Functions(), _published.Weights, taps, taps);
        for (int axis = 0; axis < reach.Length; axis++)
        {
            Dim more = Dim.Max(reach[axis] - taps / 2, 0), less = Dim.Max((Dim)(taps / 2) - reach[axis], 0);
            table = table.Pad(PaddingMode.Zeros, [axis + 1], [more], [more])
                .Slice(axis + 1, less, reach[axis] * 2 + 1);
        }
        return table;
    }
}
