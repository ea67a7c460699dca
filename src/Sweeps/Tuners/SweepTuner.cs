namespace Microsoft.ML.NeuralOperators;

/// <summary>Says what is tried next.</summary>
/// <remarks>
/// A tuner keeps nothing between calls: what it proposes follows from what it is given, so that a study goes on after a
/// kill, or in another process.
/// </remarks>
public abstract class SweepTuner
{
    /// <summary>Proposes the options of a trial.</summary>
    /// <param name="state">What is known.</param>
    /// <returns>The proposal; null where everything has been tried.</returns>
    public abstract SweepProposal? Propose(SweepState state);

    /// <summary>A place at random, every space equally likely.</summary>
    private protected static SweepProposal Anywhere(SweepState state)
    {
        int space = state.Random.Next(state.Spaces.Count);
        return new SweepProposal(space, state.Spaces[space].Settle(
            [.. state.Spaces[space].Options.Select(_ => state.Random.NextDouble())]));
    }
}

/// <summary>Options to try.</summary>
/// <param name="Space">Index of the space.</param>
/// <param name="Place">
/// A number in [0, 1) for each of its options; for those without effect (<see cref="SweepSpace.IsActive"/>) any.
/// </param>
public sealed record SweepProposal(int Space, IReadOnlyList<double> Place);

/// <summary>A trial that has a result.</summary>
/// <param name="Space">Index of the space.</param>
/// <param name="Place">A number in [0, 1) for each of its options.</param>
/// <param name="Share">Share of the trial's whole training that it has had, up to 1.</param>
/// <param name="Loss">The objective, to be made small; infinite for trials that failed.</param>
public sealed record SweepObservation(int Space, IReadOnlyList<double> Place, double Share, double Loss)
{
    /// <summary>
    /// Seconds that the whole training takes at the trial's speed; null where another result of the trial has them, or
    /// none is known.
    /// </summary>
    public double? Seconds { get; init; }
}

/// <summary>What a tuner decides by.</summary>
/// <param name="Spaces">What may be tried.</param>
/// <param name="Trial">Number of the trial to come, from 0.</param>
/// <param name="Attempt">
/// 0, or how many proposals for this trial were refused: tried already, or options that do not go together.
/// </param>
/// <param name="Observations">
/// Results: of earlier studies where there is a warm start, then of this one's trials, in the order of their numbers.
/// </param>
/// <param name="Seed">The seed of the sweep.</param>
public sealed record SweepState(IReadOnlyList<SweepSpace> Spaces, int Trial, int Attempt,
    IReadOnlyList<SweepObservation> Observations, int Seed)
{
    /// <summary>Trials of earlier studies whose results are known.</summary>
    public int Earlier { get; init; }

    /// <summary>Seconds that are left of the sweep; null where its time does not count.</summary>
    public double? TimeLeft { get; init; }

    /// <summary>Share of a whole training until a trial has its first result.</summary>
    public double FirstShare { get; init; } = 1;

    /// <summary>Random numbers of this trial and attempt: the same in every process.</summary>
    public Random Random { get; } = new SeededRandom(Seed, SeedUse.Sweep, unchecked(Trial * 1009 + Attempt));
}
