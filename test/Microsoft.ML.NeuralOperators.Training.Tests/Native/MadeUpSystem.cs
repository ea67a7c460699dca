using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Native;

/// <summary>This system's libstdc++ with other symbol versions, to stand for an older or a newer system.</summary>
internal static class MadeUpSystem
{
    private static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64"];

    /// <summary>This system's libstdc++; null where there is none.</summary>
    public static string? Library { get; } = OperatingSystem.IsLinux()
        ? Folders.Select(folder => Path.Combine(folder, "libstdc++.so.6")).FirstOrDefault(File.Exists) : null;

    /// <summary>Whether it has a version.</summary>
    public static bool Has(string version) => Library is not null && Find(File.ReadAllBytes(Library), version) >= 0;

    /// <summary>Writes a copy that lacks versions.</summary>
    public static void WithoutVersions(string folder, params string[] versions)
    {
        byte[] library = File.ReadAllBytes(Library!);
        foreach (string version in versions)
            if (Find(library, version) is >= 0 and int at) library[at] = (byte)'X';
        Write(folder, library);
    }

    /// <summary>Writes a copy in which a version that nothing needs has another's name.</summary>
    public static void WithVersion(string folder, string version, string unused)
    {
        byte[] library = File.ReadAllBytes(Library!);
        Encoding.ASCII.GetBytes(version).CopyTo(library, Find(library, unused));
        // A definition holds the hash of its name: version 1, no flags, index, one name, hash.
        byte[] hash = Bytes(Hash(unused));
        for (int at = 8; at < library.Length - 4; at += 4)
            if (library.AsSpan(at, 4).SequenceEqual(hash) && library[at - 8] == 1 && library[at - 2] is 1 or 2)
                Bytes(Hash(version)).CopyTo(library, at);
        Write(folder, library);
    }

    private static void Write(string folder, byte[] library)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "libstdc++.so.6"), library);
    }

    private static int Find(byte[] library, string version)
        => library.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\0{version}\0")) is >= 0 and int at ? at + 1 : -1;

    private static byte[] Bytes(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    // The hash of the System V ABI.
    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (char c in name)
        {
            hash = (hash << 4) + c;
            uint high = hash & 0xF0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }
        return hash;
    }
}
