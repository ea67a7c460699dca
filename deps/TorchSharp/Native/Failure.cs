using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Turns the native side's error codes into exceptions.</summary>
internal static unsafe class Failure
{
    /// <summary>The first line of what libtorch said; what follows is its stack.</summary>
    public static string Text()
    {
        string text = Marshal.PtrToStringUTF8((nint)NativeMethods.ts_error()) ?? "";
        int end = text.IndexOf('\n');
        return (end < 0 ? text : text[..end]).Trim();
    }

    public static void Check(int failed, string what)
    {
        if (failed != 0) Throw(what);
    }

    [DoesNotReturn]
    public static void Throw(string what) => throw new ExternalException($"{what}: {Text()}");
}
