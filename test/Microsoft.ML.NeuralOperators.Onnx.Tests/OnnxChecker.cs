using Microsoft.ML.NeuralOperators.Tests;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>The reference checker of the ONNX project, from Debian's python3-onnx.</summary>
internal static class OnnxChecker
{
    /// <summary>
    /// What the checker objects to; empty when nothing. The test is skipped where the checker is missing.
    /// </summary>
    public static string Check(params string[] files)
    {
        DebianPython.Require("onnx", "python3-onnx");
        // By path and not as a loaded model, so that a second file is looked at, too.
        return DebianPython.Run("import onnx\n" + string.Concat(files.Select(file
            => $"onnx.checker.check_model('{file}', full_check=True)\n")));
    }
}
