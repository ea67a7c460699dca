using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>Broken: a rule that allows a number which is none of the enumeration's values.</summary>
internal sealed record UncheckedOptions : OperatorOptions
{
    [AllowedValues(DayOfWeek.Monday, (DayOfWeek)99)]
    public DayOfWeek Kind { get; init; } = DayOfWeek.Monday;
}
