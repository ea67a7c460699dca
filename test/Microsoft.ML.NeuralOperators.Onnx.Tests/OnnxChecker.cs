using System.Diagnostics;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>The reference checker of the ONNX project, from Debian's python3-onnx.</summary>
internal static class OnnxChecker
{
    private const string Python = "/usr/bin/python3";

    private static readonly bool Exists = File.Exists(Python) && Run("import onnx").Length == 0;

    /// <summary>
    /// What the checker objects to; empty when nothing. The test is skipped where the checker is missing.
    /// </summary>
    public static string Check(string file)
    {
        Assert.SkipUnless(Exists, "The ONNX checker is missing; on Debian, python3-onnx brings it.");
        return Run($"import onnx; onnx.checker.check_model(onnx.load('{file}'), full_check=True)");
    }

    private static string Run(string code)
    {
        using Process process =
            Process.Start(new ProcessStartInfo(Python, ["-c", code])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true
            })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd() + output.Result;
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"exit status {process.ExitCode}: {error}";
    }
}
