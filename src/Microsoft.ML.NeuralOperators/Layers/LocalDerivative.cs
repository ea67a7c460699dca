namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The kernel of a derivative: Σ_j k_j (u(x + y_j) - u(x))/|y_j| over the neighbours of a point, times a length, so
/// that constants become zero; every distance is the grid's own, so axes may be refined apart.
/// </summary>
internal sealed class LocalDerivative : Layer, ILocalKernel
{
    private readonly int _dimensions;
    private readonly int _size;
    private readonly LocalDisc _disc;
    private readonly double? _scale;
    private readonly ParameterDeclaration _weight;

    /// <summary>Declares the layer.</summary>
    /// <param name="dimensions">Number of grid axes.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="disc">How distances are measured.</param>
    /// <param name="padding">How fields continue outside.</param>
    /// <param name="size">Points of the kernel along each axis, an odd number.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="scale">
    /// The weights' factor on the disc's reference grid; null to multiply slopes by the disc's radius.
    /// </param>
    public LocalDerivative(int dimensions, int inputs, int outputs, LocalDisc disc, PaddingMode padding, int size = 3,
        int groups = 1, double? scale = null)
    {
        (_dimensions, _size, _disc, _scale, Padding, Groups) = (dimensions, size, disc, scale, padding, groups);
        int each = inputs / groups;
        double neighbours = Math.Pow(size, dimensions);
        _weight = DeclareTwin("conv.weight", "weight",
            [outputs, each, .. Enumerable.Repeat((long)size, dimensions)],
            new Initializer.Normal(1 / Math.Sqrt(each * neighbours)));
    }

    public PaddingMode Padding { get; }

    public int Groups { get; }

    public ParameterDeclaration? Bias => null;

    public Dim[] Reach(Shape grid) => [.. grid.Select(_ => (Dim)(_size / 2))];

    // Slopes to the neighbours; what they subtract is the tap in the middle.
    public Value Kernel(Value x, Dim[] reach)
    {
        Shape grid = x.Shape.Range(2, x.Rank);
        int neighbours = (int)Math.Pow(_size, _dimensions);
        Interpreter interpreter = x.Interpreter;
        Value slopes = x.Bind(_weight).Reshape(_weight.Shape[0], _weight.Shape[1], neighbours)
            * interpreter.Table($"slopes {_size} {_scale} {_disc.Key} {grid}", () =>
        {
            Value square = LocalDisc.Squared(_disc.Offsets(interpreter, grid, Reach(grid)));
            Value isMiddle = LocalDisc.IsZero(square);
            Value lengths = _scale is { } scale ? interpreter.Constant(
                [.. Enumerable.Range(0, neighbours).Select(i => scale * Cells(i))],
                [.. Enumerable.Repeat((long)_size, _dimensions)]) : (-isMiddle + 1) * _disc.Radius;
            return (lengths / (square + isMiddle).Sqrt()).Reshape(1, 1, neighbours);
        });
        Value middle = interpreter.Constant([.. Enumerable.Range(0, neighbours)
            .Select(i => i == neighbours / 2 ? 1.0 : 0)], 1, 1, neighbours);
        Dim[] margin = [.. reach.Select(h => h - _size / 2)];
        return (slopes - slopes.Reduce(Reduction.Sum, -1) * middle).Reshape([.. _weight.Shape.Select(s => (Dim)s)])
            .Pad(PaddingMode.Zeros, [.. Enumerable.Range(2, _dimensions)], margin, margin);
    }

    // How many cells a neighbour is away.
    private double Cells(int neighbour)
    {
        double square = 0;
        for (int axis = 0; axis < _dimensions; axis++, neighbour /= _size)
            square += Math.Pow(neighbour % _size - _size / 2, 2);
        return Math.Sqrt(square);
    }
}
