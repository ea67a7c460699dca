using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Native;

namespace Microsoft.ML.NeuralOperators.Fuzz;

/// <summary>Changes of files: of any bytes, of numbers in text, and within the entries of archives.</summary>
internal static class Mutation
{
    private static readonly int[] Ends = [-1, 0, 1, int.MaxValue, int.MinValue, 1 << 16, 1 << 24, 1 << 30];

    // Ends of ranges, and what no range holds.
    private static readonly string[] Numbers =
        ["-1", "0", "1", "65", "255", "65536", "100000", "2147483647", "2147483648", "4294967296",
        "9223372036854775807", "-9223372036854775808", "1e308", "NaN", "null", "\"\"", "[]", "{}", "2.5", "True"];

    /// <summary>One to a few changes of bytes.</summary>
    public static byte[] Bytes(byte[] file, Random random)
    {
        byte[] changed = file;
        for (int i = random.Next(3); i >= 0; i--) changed = One(changed, random);
        return changed;
    }

    /// <summary>A number of the text in a file becomes another one.</summary>
    public static byte[] Number(byte[] file, Random random)
    {
        int[] digits = [.. Enumerable.Range(0, Math.Min(file.Length, 1 << 16))
            .Where(i => char.IsAsciiDigit((char)file[i]))];
        if (digits.Length == 0) return Bytes(file, random);
        int from = digits[random.Next(digits.Length)], to = from;
        while (from > 0 && char.IsAsciiDigit((char)file[from - 1])) from--;
        while (to < file.Length && char.IsAsciiDigit((char)file[to])) to++;
        return [.. file[..from], .. Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)]), .. file[to..]];
    }

    /// <summary>
    /// Entries of an archive are changed, doubled, renamed, left out or blown up; their checksums are right.
    /// </summary>
    public static byte[] Archive(byte[] file, Random random) => Archive(file, random, _ => true);

    /// <summary>As <see cref="Archive(byte[], Random)"/>; only the content of some entries changes.</summary>
    public static byte[] Archive(byte[] file, Random random, Func<string, bool> mayChange)
    {
        var entries = new List<(string Name, byte[] Content)>();
        using (var zip = new ZipArchive(new MemoryStream(file)))
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                using Stream stream = entry.Open();
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                entries.Add((entry.FullName, memory.ToArray()));
            }
        int at = random.Next(entries.Count);
        (string name, byte[] content) = entries[at];
        switch (mayChange(name) ? random.Next(12) : 2 * random.Next(2))
        {
            case 0: entries.RemoveAt(at); break;
            case 1: entries.Insert(random.Next(entries.Count), (name, Bytes(content, random))); break;
            case 2:
                entries[at] = ("x" + Encoding.Latin1.GetString(Bytes(Encoding.Latin1.GetBytes(name), random)),
                content); break;
            case 3: entries[at] = (name, entries[random.Next(entries.Count)].Content); break;
            case 4:
                entries[at] = (name,
                random.Next(8) == 0 ? [.. content, .. new byte[1 << random.Next(28)]]
                : [.. content, .. new byte[1 << random.Next(12)]]); break;
            case 5 or 6 or 7: entries[at] = (name, Number(content, random)); break;
            default: entries[at] = (name, Bytes(content, random)); break;
        }
        using var changed = new MemoryStream();
        using (var zip = new ZipArchive(changed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (entryName, bytes) in entries)
            {
                using Stream stream = zip.CreateEntry(entryName,
                    random.Next(2) == 0 ? CompressionLevel.Fastest : CompressionLevel.NoCompression).Open();
                stream.Write(bytes);
            }
        return changed.ToArray();
    }

    private static byte[] One(byte[] file, Random random)
    {
        if (file.Length == 0) return [(byte)random.Next(256)];
        int at = random.Next(file.Length), length = Math.Min(1 << random.Next(8), file.Length - at);
        byte[] changed = [.. file];
        switch (random.Next(9))
        {
            case 0 or 1: changed[at] ^= (byte)(1 << random.Next(8)); return changed;
            case 2: changed[at] = (byte)random.Next(256); return changed;
            case 3: random.NextBytes(changed.AsSpan(at, length)); return changed;
            case 4: return changed[..at];
            case 5: return [.. file[..at], .. file[(at + length)..]];
            case 6:
                return [.. file[..at],
                .. Enumerable.Repeat(file[at..(at + length)], 1 + random.Next(4)).SelectMany(b => b), .. file[at..]];
            case 7 when at + 4 <= file.Length:
                BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), Ends[random.Next(Ends.Length)]);
                return changed;
            default:
                int other = random.Next(file.Length), shared = Math.Min(length, file.Length - other);
                file.AsSpan(other, Math.Min(shared, file.Length - at)).CopyTo(changed.AsSpan(at));
                return changed;
        }
    }
}
