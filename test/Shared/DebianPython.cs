using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Debian's Python, for what tests compare with; not everyone has it.</summary>
internal static class DebianPython
{
    private const string Program = "/usr/bin/python3";
    private static readonly Dictionary<string, bool> Found = new(StringComparer.Ordinal);

    /// <summary>Skips the test where a module is missing.</summary>
    public static void Require(string modules, string packages)
    {
        lock (Found)
            if (!Found.ContainsKey(modules))
                Found[modules] = File.Exists(Program) && Run($"import {modules}").Length == 0;
        Assert.SkipUnless(Found[modules], $"Python's {modules} is missing; on Debian, install {packages}.");
    }

    /// <summary>Runs a script: what it complains about, or nothing.</summary>
    public static string Run(string script) => OtherProgram.Run(Program, "", "-c", script);
}
