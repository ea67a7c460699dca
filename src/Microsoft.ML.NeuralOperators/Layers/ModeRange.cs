namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>The Fourier modes that a layer has along an axis.</summary>
/// <param name="Count">How many, counted over the full spectrum.</param>
/// <param name="IsHalf">
/// Whether only 0 … Count/2 are stored, since the others follow; all from -⌊Count/2⌋ up otherwise.
/// </param>
internal sealed record ModeRange(int Count, bool IsHalf)
{
    // 0.1 + 0.2 of ten modes are three, although the product is a little above 3.
    private const double Rounding = 1e-9;

    /// <summary>Modes with weights.</summary>
    public int Stored => IsHalf ? Count / 2 + 1 : Count;

    /// <summary>The frequency of the first stored one.</summary>
    public int First => IsHalf ? 0 : -(Count / 2);

    /// <summary>Their transforms.</summary>
    public AxisModes Transforms => IsHalf ? AxisModes.Half(Stored) : AxisModes.Full(Count);

    /// <summary>The share of the modes that have the lowest frequencies; at least one.</summary>
    public ModeRange Lowest(double share)
        => this with { Count = Math.Clamp((int)Math.Ceiling(share * Count - Rounding), 1, Count) };

    /// <summary>The weights of these modes, cut out of those of a larger range.</summary>
    public Value CutFrom(Value weight, int axis, ModeRange whole) => weight.Slice(axis, First - whole.First, Stored);
}

/// <summary>
/// A layer that has weights for the Fourier modes of grid axes. Modes above <see cref="Interpreter.ModeShare"/> are not
/// in use: the layer calculates as if their weights were zero, and is cheaper.
/// </summary>
internal interface IModeLayer
{
    /// <summary>Where its parameters have modes.</summary>
    IEnumerable<ModeAxis> ModeAxes { get; }

    /// <summary>
    /// The sum of squares of the weights of every stored mode, for each of its axes: [modes], those not in use
    /// included.
    /// </summary>
    /// <param name="interpreter">Who computes them.</param>
    IEnumerable<(ModeRange Modes, Value Strengths)> Strengths(Interpreter interpreter);
}

/// <summary>An axis of a parameter along which modes lie.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Axis">Its axis.</param>
/// <param name="Modes">The modes of the layer along the grid axis.</param>
/// <param name="Offset">The stored mode that the parameter begins with.</param>
internal sealed record ModeAxis(ParameterDeclaration Parameter, int Axis, ModeRange Modes, int Offset = 0);
