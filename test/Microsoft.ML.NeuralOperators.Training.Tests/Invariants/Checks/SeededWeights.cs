namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants;

/// <summary>The seed, and nothing else, decides the weights, to the bit; with several workers too.</summary>
internal static class SeededWeights
{
    public static void Require(OperatorCase test)
    {
        Dictionary<string, float[]> first = Weights(1), again = Weights(1), other = Weights(2);
        foreach (var (name, weights) in first)
            Near.Same(weights, again[name], $"'{name}' after two trainings with one seed");
        InvariantException.Require(first.Any(w => w.Key.StartsWith("operator.", StringComparison.Ordinal)
            && !w.Value.SequenceEqual(other[w.Key])),
            "Another seed gives the same weights");

        Dictionary<string, float[]> Weights(int seed)
        {
            TrainedOperator trained = test.Train(test.Quick with { Seed = seed, Workers = 2 });
            return trained.Definition.Parameters.ToDictionary(p => p.Name, p => trained.Values[p]);
        }
    }
}
