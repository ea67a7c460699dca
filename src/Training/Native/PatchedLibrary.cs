using System.Security.Cryptography;
using Microsoft.ML.NeuralOperators.Data;

namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>
/// A copy of TorchSharp's native library that also loads with an older libstdc++, made once and kept in a cache folder.
/// </summary>
internal static class PatchedLibrary
{
    /// <summary>The path of the copy, which is made where it is missing or damaged.</summary>
    /// <param name="original">The library; it stays as it is.</param>
    /// <exception cref="IOException">No folder could be written.</exception>
    public static string For(string original) => For(original, CacheFolders());

    /// <summary>The copy in the first of some folders that holds it or can be written.</summary>
    internal static string For(string original, IEnumerable<string> folders)
    {
        byte[] library = File.ReadAllBytes(original);
        // The name tells copies of different originals apart, so no version ever meets another one's.
        string name = Convert.ToHexStringLower(SHA256.HashData(library))[..16];
        OlderSymbolVersions.Apply(library);
        var faults = new List<string>();
        foreach (string folder in folders)
        {
            string path = Path.Combine(folder, name, Path.GetFileName(original));
            try
            {
                if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(library)) return path;
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, stream => stream.Write(library));
                return path;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                faults.Add(error.Message);
            }
        }
        throw new IOException($"no folder takes a copy of it. {string.Join(" ", faults)}");
    }

    private static IEnumerable<string> CacheFolders()
    {
        const string own = "Microsoft.ML.NeuralOperators";
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache)
            yield return Path.Combine(cache, own);
        if (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home)
            yield return Path.Combine(home, ".cache", own);
        yield return Path.Combine(Path.GetTempPath(), $"{own}-{Environment.UserName}");
    }
}
