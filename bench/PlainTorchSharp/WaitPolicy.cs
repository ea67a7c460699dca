namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>
/// Stands in for the library's class of this name: a plain program's threads wait as libgomp does by default.
/// </summary>
internal static class WaitPolicy
{
    public static void LetIdleThreadsSleep() { }
}
