using System.ComponentModel;
using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Opens addresses in this machine's browser.</summary>
internal static class Browser
{
    public static void Open(string address, Invocation call)
    {
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        // For example on a machine without a screen.
        catch (Exception error) when (error is Win32Exception or InvalidOperationException
            or PlatformNotSupportedException)
        {
            call.Warn($"No browser could be started: {error.Message} Open {address} in one.");
        }
    }
}
