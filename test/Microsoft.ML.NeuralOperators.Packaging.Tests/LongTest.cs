using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>Tests that take minutes run where the environment asks for them, as .ci/run does.</summary>
internal static class LongTest
{
    private const string Variable = "LONG_TESTS";

    /// <summary>Skips the test where nobody asked.</summary>
    public static void Require()
        => Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", $"Takes minutes: set {Variable}=1.");
}
