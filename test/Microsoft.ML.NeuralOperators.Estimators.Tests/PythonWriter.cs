using System.Diagnostics;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Files as SciPy and h5py write them, from Debian's python3-scipy and python3-h5py.</summary>
internal static class PythonWriter
{
    private const string Python = "/usr/bin/python3";

    private static readonly bool Exists = File.Exists(Python) && Run("import numpy, scipy.io, h5py").Length == 0;

    /// <summary>Runs a script that writes files; the test is skipped where there is no Python for it.</summary>
    public static void Write(string script)
    {
        Assert.SkipUnless(Exists, "SciPy or h5py is missing; on Debian, python3-scipy and python3-h5py bring them.");
        Assert.Equal("", Run("import numpy as np, scipy.io, h5py\n" + script));
    }

    private static string Run(string code)
    {
        using Process process =
            Process.Start(new ProcessStartInfo(Python, ["-c", code]) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"exit status {process.ExitCode}: {error}";
    }
}
