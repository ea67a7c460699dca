using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>
/// How libgomp's threads wait for work. By default they spin, which takes 10 to 50% of all processor time in trainings
/// of small fields and makes two busy processes slow each other down threefold.
/// </summary>
internal static partial class WaitPolicy
{
    private static readonly string[] Choices = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"];

    /// <summary>
    /// Lets idle threads sleep, unless the environment has chosen. Has an effect only before libgomp is loaded.
    /// </summary>
    public static void LetIdleThreadsSleep()
    {
        // libgomp reads the native environment; .NET's own variables are a copy of it.
        if (!Choices.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
            SetVariable(Choices[0], "passive", 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
