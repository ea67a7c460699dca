namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>An architecture breaks an invariant; the text says how.</summary>
public sealed class InvariantException(string message) : Exception(message)
{
    /// <summary>Throws where a condition does not hold.</summary>
    public static void Require(bool holds, string message)
    {
        if (!holds) throw new InvariantException(message);
    }
}
