namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Tries the points of a Sobol sequence, which fill the space more evenly than random ones, moved by a random digital
/// shift of the seed (direction numbers of Joe and Kuo 2008). Beyond 20 options a space, random numbers are taken.
/// </summary>
public sealed class SobolTuner : SweepTuner
{
    /// <inheritdoc/>
    public override SweepProposal? Propose(SweepState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Attempt > 0) return Anywhere(state);
        // The first dimension chooses the space.
        int spaces = state.Spaces.Count, chosen = Math.Min((int)(Coordinate(state, 0) * spaces), spaces - 1);
        SweepSpace space = state.Spaces[chosen];
        return new SweepProposal(chosen, space.Settle([.. space.Options.Select((_, i) => Coordinate(state, i + 1))]));
    }

    private static double Coordinate(SweepState state, int dimension)
    {
        if (dimension >= SobolSequence.Dimensions) return state.Random.NextDouble();
        uint shift = (uint)SeededRandom.Mix(state.Seed, SeedUse.Sweep, -1, dimension);
        return (SobolSequence.Number(state.Trial, dimension) ^ shift) / 4294967296.0;
    }
}
