namespace Microsoft.ML.NeuralOperators;

/// <summary>Tries every combination, the last option of a space changing fastest; ranges in equal steps.</summary>
/// <param name="steps">Values taken of a range; of whole numbers at most those there are.</param>
/// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
public sealed class GridTuner(int steps = 5) : SweepTuner
{
    private readonly int _steps = steps >= 1 ? steps
        : throw new ArgumentOutOfRangeException(nameof(steps), $"steps is {steps}; expected 1 or more.");

    /// <inheritdoc/>
    public override SweepProposal? Propose(SweepState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        // Those that were refused count: the next trial begins after them only by trying them again.
        long index = (long)state.Trial + state.Attempt;
        for (int space = 0; space < state.Spaces.Count; space++)
        {
            int[] counts = [.. state.Spaces[space].Options.Select(o
                => o is SweepChoice c ? c.Values.Count : Math.Min(o.Count ?? _steps, _steps))];
            long all = counts.Aggregate(1L, (product, count) => checked(product * count));
            if (index >= all)
            {
                index -= all;
                continue;
            }
            double[] place = new double[counts.Length];
            for (int i = counts.Length - 1; i >= 0; i--)
            {
                place[i] = (index % counts[i] + 0.5) / counts[i];
                index /= counts[i];
            }
            return new SweepProposal(space, place);
        }
        return null;
    }
}
