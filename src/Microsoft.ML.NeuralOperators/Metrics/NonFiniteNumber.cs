using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Where a row holds NaN or an infinity.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Column">The column.</param>
/// <param name="Index">The first such number's place in the row, from 0.</param>
/// <param name="Value">That number.</param>
/// <param name="Count">How many of the row's numbers are such.</param>
public readonly record struct NonFiniteNumber(int Row, string Column, int Index, float Value, int Count)
{
    /// <inheritdoc/>
    public override string ToString() => Invariant($"row {Row} of '{Column}' holds {Value} at {Index}")
        + (Count > 1 ? Invariant($" and at {Count - 1} further places") : "");
}
