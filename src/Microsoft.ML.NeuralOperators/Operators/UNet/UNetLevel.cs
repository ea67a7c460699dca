namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>One level of a U-shaped network, whose parts are functions of [batch, channels, grid…].</summary>
/// <param name="Encode">
/// The way down on this level: what it keeps for the way up. The last of it goes on to the coarser level.
/// </param>
/// <param name="Down">To the coarser grid.</param>
/// <param name="Up">From the coarser grid to one of a given shape.</param>
/// <param name="Decode">The way up on this level, from what comes up and what was kept.</param>
internal sealed record UNetLevel(Func<Value, IReadOnlyList<Value>> Encode, Func<Value, Value> Down,
    Func<Value, Shape, Value> Up, Func<Value, IReadOnlyList<Value>, Value> Decode)
{
    /// <summary>Down all levels, through the bottom and up again.</summary>
    /// <param name="levels">The levels, the finest first.</param>
    /// <param name="bottom">What happens on the coarsest grid, below all levels.</param>
    /// <param name="x">The field.</param>
    public static Value Run(ReadOnlySpan<UNetLevel> levels, Func<Value, Value> bottom, Value x)
    {
        if (levels.IsEmpty) return bottom(x);
        IReadOnlyList<Value> kept = levels[0].Encode(x);
        Value coarse = Run(levels[1..], bottom, levels[0].Down(kept[^1]));
        return levels[0].Decode(levels[0].Up(coarse, kept[^1].Shape), kept);
    }
}
