using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Requires that an invariant catches a toy that breaks it.</summary>
internal static class Catch
{
    public static void Of(Action<OperatorCase> invariant, Func<int, int, NeuralOperator> toy, string text)
        => Of(() => invariant(Toys.ToyCases.Of(toy)), text);

    public static void Of(Action invariant, string text)
        => Assert.Contains(text, Assert.ThrowsAny<Exception>(invariant).Message, StringComparison.Ordinal);
}
