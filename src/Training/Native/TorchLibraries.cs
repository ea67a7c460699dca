using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Loads libtorch just before TorchSharp does, and only then: a program that never touches TorchSharp loads nothing. On
/// Linux, TorchSharp's own library is linked against a newer libstdc++ than Debian 12, Ubuntu 22.04 and RHEL 9 have;
/// there, a copy that does with theirs is loaded (<see cref="OlderSymbolVersions"/>).
/// </summary>
/// <remarks>
/// The environment variable NEURALOPERATORS_LIBTORCH names the folder of another libtorch, such as a build with CUDA.
/// libgomp is told to let idle threads sleep (OMP_WAIT_POLICY=passive), unless the environment says otherwise.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TorchLibraries
{
    /// <summary>The environment variable that names the folder of another libtorch.</summary>
    public const string FolderVariable = "NEURALOPERATORS_LIBTORCH";

    private const string TorchSharpLibrary = "libLibTorchSharp.so";
    // In the order in which they need each other. The ones for CUDA are there in builds with CUDA only.
    private static readonly string[] Libraries =
        ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Handles = new(StringComparer.Ordinal);
    private static bool _isLoaded;
    private static string? _fault;

    /// <summary>Makes sure that the libraries are loaded in time; programs call it before their first line.</summary>
    // The module initializer does the work.
    public static void Prepare() { }

    /// <summary>Loads the libraries, where that has not been done.</summary>
    /// <exception cref="DllNotFoundException">
    /// They cannot be loaded; the text says what is missing and how to get it.
    /// </exception>
    internal static void Require()
    {
        Load();
        if (_fault is { } fault) throw new DllNotFoundException(fault);
    }

    /// <summary>The handle of a library of libtorch; null where there is none of that name.</summary>
    internal static nint? Opened(string library)
    {
        Load();
        lock (Gate) return Handles.TryGetValue(library, out nint handle) ? handle : null;
    }

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255",
        Justification = "It subscribes to an event, nothing more.")]
    internal static void Subscribe()
    {
        if (AppDomain.CurrentDomain.GetAssemblies().Any(IsTorchSharp)) Load();
        else AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            if (IsTorchSharp(loaded.LoadedAssembly)) Load();
        };
    }

    private static bool IsTorchSharp(Assembly assembly) => assembly.GetName().Name == "TorchSharp";

    private static void Load()
    {
        lock (Gate)
        {
            if (_isLoaded) return;
            _isLoaded = true;
            // An exception here would surface wherever TorchSharp is first mentioned; Require tells it where it is
            // understood.
            try
            {
                _fault = OperatingSystem.IsLinux() ? LoadOnLinux() : MissingPackage(
                    OperatingSystem.IsWindows() ? "torch_cpu.dll" : "libtorch_cpu.dylib", SearchFolders);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException
                or EntryPointNotFoundException)
            {
                _fault = $"TorchSharp's native library cannot be prepared: {error.Message}";
            }
        }
    }

    private static string? LoadOnLinux()
    {
        WaitPolicy.LetIdleThreadsSleep();
        string? named = Environment.GetEnvironmentVariable(FolderVariable);
        if (named is { Length: > 0 } && !File.Exists(Path.Combine(named, "libtorch_cpu.so")))
            return $"{FolderVariable} is '{named}', which holds no libtorch_cpu.so.";
        // TorchSharp would load the program's own beside it, and two of them end the process.
        if (named is { Length: > 0 } && Find("libtorch_cpu.so", SearchFolders) is { } own
            && !Path.GetFullPath(Path.GetDirectoryName(own)!).Equals(Path.GetFullPath(named).TrimEnd('/'),
                StringComparison.Ordinal))
            return $"{FolderVariable} is '{named}', but this program has a libtorch of its own: '{own}'. Build the "
                + "program while the variable is set, or remove its package of libtorch.";
        string[] folders = named is { Length: > 0 } ? [named, .. SearchFolders] : SearchFolders;
        if (MissingPackage("libtorch_cpu.so", folders) is { } missing) return missing;
        foreach (string library in Libraries)
            if (Find(library, folders) is { } path && Open(path) is { } reason) return TooOld(reason);
        // Found where TorchSharp's package or the program put it; TorchSharp itself reports it missing.
        if (Find(TorchSharpLibrary, folders) is not { } original || Open(original) is not { } refusal) return null;
        if (!OlderSymbolVersions.Concerns(refusal)) return TooOld(refusal);
        return Open(PatchedLibrary.For(original)) is { } still ? TooOld(still) : null;
    }

    private static string TooOld(string reason)
        => $"libtorch cannot be loaded on this system ({reason}); it needs glibc 2.34 and the libstdc++ of GCC 11 or "
        + "newer, as in Debian 12, Ubuntu 22.04 or RHEL 9.";

    private static string? MissingPackage(string library, string[] folders)
    {
        if (Find(library, folders) is not null) return null;
        string platform = (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
            + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string cuda = OperatingSystem.IsMacOS() ? ""
            : $", or 'dotnet add package TorchSharp-cuda-{(OperatingSystem.IsWindows() ? "windows" : "linux")}' for a "
            + "GPU";
        return $"libtorch is missing: {library} is in none of this program's folders. Add it to the program with "
            + $"'dotnet add package libtorch-cpu-{platform} --version {LibTorchVersion}'{cuda}.";
    }

    private static string LibTorchVersion
        => typeof(TorchLibraries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == "LibTorchVersion").Value!;

    // Where the runtime itself looks for native libraries of this program.
    private static string[] SearchFolders =>
    [
        .. ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        AppContext.BaseDirectory,
        Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
    ];

    private static string? Find(string library, string[] folders)
        => folders.Select(folder => Path.Combine(folder, library)).FirstOrDefault(File.Exists);

    // Why a library cannot be opened; null when it was.
    private static string? Open(string path)
    {
        try
        {
            Handles[Path.GetFileName(path)] = NativeLibrary.Load(path);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            // The loader's own message is on the second line.
            return error.Message.Split('\n', StringSplitOptions.TrimEntries)
                .FirstOrDefault(line => line.Contains("not found")) ?? error.Message;
        }
    }
}
