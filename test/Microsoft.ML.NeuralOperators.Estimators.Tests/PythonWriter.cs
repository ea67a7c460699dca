using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Files as SciPy and h5py write them.</summary>
internal static class PythonWriter
{
    /// <summary>Runs a script that writes files; the test is skipped where there is no Python for it.</summary>
    public static void Write(string script)
    {
        DebianPython.Require("numpy, scipy.io, h5py", "python3-scipy and python3-h5py");
        Assert.Equal("", DebianPython.Run("import numpy as np, scipy.io, h5py\n" + script));
    }
}
