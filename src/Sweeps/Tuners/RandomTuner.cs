namespace Microsoft.ML.NeuralOperators;

/// <summary>Tries options at random, each independent of the others.</summary>
public sealed class RandomTuner : SweepTuner
{
    /// <inheritdoc/>
    public override SweepProposal? Propose(SweepState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Anywhere(state);
    }
}
