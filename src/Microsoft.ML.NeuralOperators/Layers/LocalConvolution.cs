namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Two local operators that converge when the grid is refined (Liu-Schiaffini et al. 2024, arXiv:2402.16845), as one
/// convolution of [batch, in, grid…] → [batch, out, grid…] whose kernel follows from the grid's sizes.
/// </summary>
/// <remarks>
/// Integral: ∫ κ(y) u(x + y) dy over |y| ≤ r with κ = Σ_b θ_b φ_b; the basis has a hat for each of several
/// rings of |y|, and beyond the innermost one the squared positive cosine with every direction of the axes, which sum
/// to one. Basis functions are divided by their sums over the points. Derivative: Σ_j k_j (u(x + y_j) -
/// u(x))/|y_j| over the neighbours of a point, r times, so that constants become zero; every distance is the grid's
/// own, so axes may be refined apart.
/// </remarks>
internal sealed class LocalConvolution : Layer
{
    private const long Unit = 1_000_000;
    private readonly int _dimensions;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _rings;
    private readonly double _radius;
    private readonly BoundaryCondition _boundary;
    private readonly ParameterDeclaration _integral;
    private readonly ParameterDeclaration _derivative;

    /// <summary>Declares the layer.</summary>
    /// <param name="dimensions">Number of grid axes.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="radius">Radius r as a fraction of the domain.</param>
    /// <param name="rings">Rings of the basis, the point itself included.</param>
    /// <param name="boundary">How fields continue outside.</param>
    public LocalConvolution(int dimensions, int inputs, int outputs, double radius, int rings,
        BoundaryCondition boundary)
    {
        (_dimensions, _inputs, _outputs, _rings, _radius, _boundary) =
            (dimensions, inputs, outputs, rings, radius, boundary);
        int functions = (rings - 1) * 2 * dimensions + 1, neighbours = (int)Math.Pow(3, dimensions);
        _integral = Declare("integral.weight", [outputs, inputs, functions],
            new Initializer.Normal(1 / Math.Sqrt((double)inputs * functions)));
        _derivative = Declare("derivative.weight", [outputs, inputs, neighbours],
            new Initializer.Normal(1 / Math.Sqrt((double)inputs * neighbours)));
    }

    /// <summary>Both operators' sum.</summary>
    public Value Apply(Value x)
    {
        Shape grid = x.Shape.Range(2, x.Rank);
        // The farthest tap within the radius, and at least the neighbours.
        Dim[] reach = [.. grid.Select(n => Dim.Max(n * (long)Math.Round(_radius * Unit) / Unit, 1))];
        Shape taps = new(reach.Select(h => h * 2 + 1));
        Dim[] margin = [.. reach.Select(h => h - 1)];
        int[] axes = [.. Enumerable.Range(2, _dimensions)];
        Value integral = x.Bind(_integral).Reshape((long)_outputs * _inputs, _integral.Shape[2])
            .MatMul(Basis(x.Interpreter, grid, reach, taps)).Reshape([_outputs, _inputs, .. taps]);
        Value derivative = Differences(x, grid).Pad(PaddingMode.Zeros, axes, margin, margin);
        Value padded = x.Pad(_boundary.Padding(), axes, reach, reach);
        return x.Interpreter.Apply(new Convolution(1, 0), padded, integral + derivative)
            .Reshape([x.Shape[0], _outputs, .. grid]);
    }

    // Slopes to the neighbours; what they subtract is the tap in the middle.
    private Value Differences(Value x, Shape grid)
    {
        Interpreter interpreter = x.Interpreter;
        int neighbours = (int)_derivative.Shape[2];
        Value slopes = x.Bind(_derivative) * interpreter.Table($"slopes {_radius} {grid}", () =>
        {
            Value square = Squared(Offsets(interpreter, grid, [.. grid.Select(_ => (Dim)1)]));
            Value isMiddle = IsZero(square);
            return ((-isMiddle + 1) * _radius / (square + isMiddle).Sqrt()).Reshape(1, 1, neighbours);
        });
        Value middle = interpreter.Constant([.. Enumerable.Range(0, neighbours)
            .Select(i => i == neighbours / 2 ? 1.0 : 0)], 1, 1, neighbours);
        return (slopes - slopes.Reduce(Reduction.Sum, -1) * middle)
            .Reshape([_outputs, _inputs, .. Enumerable.Repeat((Dim)3, _dimensions)]);
    }

    // [functions, taps]
    private Value Basis(Interpreter interpreter, Shape grid, Dim[] reach, Shape taps)
        => interpreter.Table($"rings {_rings} {_radius} {grid}", () =>
    {
        Value[] offsets = Offsets(interpreter, grid, reach);
        Value square = Squared(offsets), ring = square.Sqrt() * (_rings / _radius);
        Value nearest = (square + IsZero(square)).Reciprocal();
        var functions = new List<Value> { Hat(0) };
        for (int k = 1; k < _rings; k++)
            foreach (Value offset in offsets)
                foreach (Value side in (Value[])[offset.Relu(), (-offset).Relu()])
                    functions.Add(Hat(k) * (side * side * nearest));
        Value basis = Value.Concat(0, [.. functions.Select(f => f.Reshape(1, taps.Product(0, taps.Rank)))]);
        // Rings without a point on a coarse grid are zero, whatever they are divided by.
        Value sums = basis.Reduce(Reduction.Sum, 1)
            .With(BinaryFunction.Maximum, interpreter.Constant([1e-3], 1, 1));
        return basis / sums;

        Value Hat(int k) => (-(ring - k).Abs() + 1).Relu();
    });

    // The taps' offsets along each axis, as fractions of the domain, over all taps.
    private static Value[] Offsets(Interpreter interpreter, Shape grid, Dim[] reach)
    {
        Dim[] taps = [.. reach.Select(h => h * 2 + 1)];
        return [.. grid.Select((n, axis) => ((interpreter.Sequence(taps[axis]) - interpreter.Number(reach[axis]))
            / interpreter.Number(n)).AlongAxis(axis, grid.Rank).Expand(taps))];
    }

    private static Value Squared(Value[] offsets) => offsets.Select(y => y * y).Aggregate((a, b) => a + b);

    private static Value IsZero(Value x)
        => x.With(BinaryFunction.Equal, x.Interpreter.Constant([0], [.. Enumerable.Repeat(1L, x.Rank)]));
}
