using Microsoft.ML.NeuralOperators.Tests;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>The reference checker of the ONNX project, from Debian's python3-onnx.</summary>
internal static class OnnxChecker
{
    /// <summary>
    /// What the checker objects to; empty when nothing. The test is skipped where the checker is missing.
    /// </summary>
    public static string Check(string file)
    {
        DebianPython.Require("onnx", "python3-onnx");
        return DebianPython.Run($"import onnx; onnx.checker.check_model(onnx.load('{file}'), full_check=True)");
    }
}
