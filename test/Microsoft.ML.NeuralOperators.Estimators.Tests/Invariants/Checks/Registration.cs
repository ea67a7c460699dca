using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Every trainer has a case.</summary>
internal static class Registration
{
    /// <summary>The public trainers of the library.</summary>
    public static IEnumerable<Type> Trainers => typeof(FieldTrainerBase).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(FieldTrainerBase)) && !type.IsAbstract);

    public static void Require(IEnumerable<Type> trainers, IEnumerable<OperatorCase> cases)
    {
        string missing = string.Join(", ", trainers.Except(cases.Select(c => c.Trainer)).Select(type => type.Name));
        InvariantException.Require(missing.Length == 0, $"No case in {nameof(OperatorCases)} for {missing}");
    }
}
