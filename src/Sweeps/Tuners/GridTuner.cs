namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Tries every combination, the last option of a space changing fastest; ranges in equal steps. Options without effect
/// have one value.
/// </summary>
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
            double[] place = new double[state.Spaces[space].Options.Count];
            if (Find(state.Spaces[space], place, 0, ref index))
                return new SweepProposal(space, state.Spaces[space].Settle(place));
        }
        return null;
    }

    // Walks over all combinations, option by option, to the one of that index, and counts it down. An option comes
    // after those that decide whether it has an effect.
    private bool Find(SweepSpace space, double[] place, int option, ref long index)
    {
        if (option == place.Length) return index-- == 0;
        int count = space.IsActive(option, place) ? Count(space.Options[option]) : 1;
        if (space.IsFreeFrom(option) && Combinations(space, option) is var all && index >= all)
        {
            index -= (long)all;
            return false;
        }
        for (int i = 0; i < count; i++)
        {
            place[option] = (i + 0.5) / count;
            if (Find(space, place, option + 1, ref index)) return true;
        }
        return false;
    }

    // Of an option and those after it.
    private double Combinations(SweepSpace space, int option)
        => space.Options.Skip(option).Aggregate(1.0, (product, o) => product * Count(o));

    private int Count(SweepOption option)
        => option is SweepChoice c ? c.Values.Count : Math.Min(option.Count ?? _steps, _steps);
}
