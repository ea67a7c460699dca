using System.Diagnostics;
using System.Text.Json;

namespace Operators.Bench;

/// <summary>The plain PyTorch program beside this one, in a process of its own.</summary>
internal static class PlainPyTorch
{
    public static Measurement Measure(string python, string model, Setting setting)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "plain_pytorch.py");
        using Process process = Process.Start(new ProcessStartInfo(python,
            [script, model, $"{setting.Size}", $"{setting.Samples}", $"{setting.Batch}", $"{setting.Epochs}"])
        { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"'{python}' does not start.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{python} {script}' ended with status {process.ExitCode}. It needs PyTorch (Debian: python3-torch, python3-numpy).");
        JsonElement result = JsonDocument.Parse(output).RootElement;
        return new Measurement(result.GetProperty("parameters").GetInt64(), result.GetProperty("epoch_s").GetDouble(), result.GetProperty("inference_ms").GetDouble());
    }
}
