using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>
/// Lets libLibTorchSharp.so 0.107.0 load with the libstdc++ of GCC 11 and 12. It was linked with GCC 13 and names two
/// newer symbol versions, for one symbol each: GLIBCXX_3.4.32 for the marker <c>_ZSt21ios_base_library_initv</c>, which
/// no relocation points to, so it is never looked up; GLIBCXX_3.4.30 for <c>std::condition_variable::wait</c>, which
/// every libstdc++ also has as of GLIBCXX_3.4.11.
/// </summary>
/// <remarks>
/// Structures: Elf64_Shdr, Elf64_Verneed, Elf64_Vernaux of the Linux Standard Base, "Symbol Versioning".
/// </remarks>
internal static class OlderSymbolVersions
{
    private const string Marker = "GLIBCXX_3.4.32", NewWait = "GLIBCXX_3.4.30", OldWait = "GLIBCXX_3.4.11";
    private const int SymbolVersions = 0x6FFFFFFF, VersionNeeds = 0x6FFFFFFE;
    private const ushort WeakFlag = 2;

    /// <summary>Whether the loader's refusal is about a version that <see cref="Apply"/> takes away.</summary>
    public static bool Concerns(string refusal)
        => refusal.Contains(Marker, StringComparison.Ordinal) || refusal.Contains(NewWait, StringComparison.Ordinal);

    /// <summary>Changes the library in place.</summary>
    /// <exception cref="FormatException">
    /// It is not a 64-bit little-endian ELF file that needs these versions.
    /// </exception>
    public static void Apply(Span<byte> library)
    {
        if (!library.StartsWith("\u007fELF"u8) || library.Length < 0x40 || library[4] != 2 || library[5] != 1)
            throw new FormatException("it is not a 64-bit little-endian ELF file.");
        try
        {
            var needs = ReadNeeds(library);
            foreach (string version in new[] { Marker, NewWait })
            {
                Span<byte> flags = library[(Need(version) + 4)..];
                BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(UInt16(flags, 0) | WeakFlag));
            }
            ushort newest = Index(library, Need(NewWait)), older = Index(library, Need(OldWait));
            var (offset, size, _) = Section(library, SymbolVersions);
            for (int i = 0; i < size; i += 2)
                if (UInt16(library, offset + i) == newest)
                    BinaryPrimitives.WriteUInt16LittleEndian(library[(offset + i)..], older);

            int Need(string version)
                => needs.TryGetValue(version, out int at) ? at
                    : throw new FormatException($"it does not need {version}.");
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new FormatException("it is damaged: a table points beyond its end.", error);
        }
    }

    // A list of libraries, each with a list of the versions needed from it; every entry says how far away the next one
    // is.
    private static Dictionary<string, int> ReadNeeds(ReadOnlySpan<byte> file)
    {
        var (library, _, link) = Section(file, VersionNeeds);
        int names = (int)Int64(file, SectionHeader(file, link) + 0x18);
        var found = new Dictionary<string, int>();
        for (int step = -1; step != 0; library += step)
        {
            int version = library + Int32(file, library + 8);
            for (int next = -1; next != 0; version += next)
            {
                ReadOnlySpan<byte> name = file[(names + Int32(file, version + 8))..];
                found.TryAdd(Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]), version);
                next = Int32(file, version + 12);
            }
            step = Int32(file, library + 12);
        }
        return found;
    }

    // The number by which symbols refer to a needed version.
    private static ushort Index(ReadOnlySpan<byte> file, int need) => UInt16(file, need + 6);

    private static (int Offset, int Size, int Link) Section(ReadOnlySpan<byte> file, int type)
    {
        for (int i = 0; i < UInt16(file, 0x3C); i++)
        {
            int header = SectionHeader(file, i);
            if (Int32(file, header + 4) == type)
                return ((int)Int64(file, header + 0x18), (int)Int64(file, header + 0x20), Int32(file, header + 0x28));
        }
        throw new FormatException("it has no table of symbol versions.");
    }

    private static int SectionHeader(ReadOnlySpan<byte> file, int index)
        => (int)Int64(file, 0x28) + index * UInt16(file, 0x3A);

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at)
        => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
