namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Every architecture has a case.</summary>
internal static class Registration
{
    /// <summary>
    /// The architectures that the catalog offers; what it makes of another trainer is none.
    /// </summary>
    public static IEnumerable<string> Architectures => typeof(NeuralOperatorsCatalog).GetMethods()
        .Where(method => method.ReturnType == typeof(NeuralOperatorTrainer)
            && method.GetParameters().All(p => p.ParameterType != typeof(NeuralOperatorTrainer)))
        .Select(method => method.Name).Distinct();

    public static void Require(IEnumerable<string> architectures, IEnumerable<OperatorCase> cases)
    {
        string missing = string.Join(", ", architectures.Except(cases.Select(c => c.Architecture)));
        InvariantException.Require(missing.Length == 0, $"No case in {nameof(OperatorCases)} for {missing}");
    }
}
