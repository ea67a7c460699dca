using System.Diagnostics;
using System.Globalization;

namespace Files.Bench;

/// <summary>Debian's Python, which writes the same arrays.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Seconds of writing a file; null where Python does not write its format here.</summary>
    public static double? Seconds(string source, string target)
    {
        if (!File.Exists(Program) || Path.GetExtension(target) is not (".npz" or ".h5" or ".mat")) return null;
        using Process process = Process.Start(new ProcessStartInfo(Program,
            [Path.Combine(AppContext.BaseDirectory, "write_fields.py"), source, target, "1"])
        {
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? double.Parse(output, CultureInfo.InvariantCulture) : null;
    }
}
