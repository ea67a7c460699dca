using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Arrays in the files of science: NumPy's <c>.npz</c> and <c>.npy</c>, PyTorch's <c>.pt</c>, safetensors, MATLAB's
/// <c>.mat</c> of version 4 to 7, netCDF-3. What a file is is seen from its content, not from its name.
/// </summary>
/// <remarks>
/// An array that holds something else than numbers spoils only itself: asking for it tells why it cannot be read.
/// </remarks>
public static class ArrayFile
{
    /// <summary>Reads all arrays of a file, by name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What reading may cost; null for <see cref="ReadLimits.Default"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">
    /// The file is truncated, damaged, of another format or beyond the limits; the text names file and fault.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The limits have faults; the text lists them.</exception>
    public static IReadOnlyDictionary<string, NamedArray> Read(string path, ReadLimits? limits = null)
        => Open(path, ReadRequest.Everything, limits);

    /// <summary>Reads those arrays of a file that are wanted, or leaves them in it.</summary>
    internal static FileContent Open(string path, ReadRequest request, ReadLimits? limits)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        limits = Rules.Require(limits ?? ReadLimits.Default, nameof(limits));
        if (Directory.Exists(path)) throw new FileNotFoundException($"'{path}' is a folder; expected a file.", path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        using FileStream stream = File.OpenRead(path);
        try
        {
            var content = new FileContent(request);
            Read(stream, path, Path.GetFileNameWithoutExtension(path), content, new ReadBudget(limits, stream.Length));
            content.RequireAny();
            return content;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException
            or OverflowException
            or ArgumentException or KeyNotFoundException or IndexOutOfRangeException or InvalidCastException
            or InvalidOperationException)
        {
            throw new FormatException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes arrays as a NumPy <c>.npz</c> file, which appears whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="arrays">The arrays; complex and text ones are not written.</param>
    /// <exception cref="ArgumentException">
    /// An array does not hold real numbers, or two have one name; the text names it.
    /// </exception>
    public static void WriteNpz(string path, IReadOnlyList<NamedArray> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        if (arrays.FirstOrDefault(a => a.IsComplex || a.Text is not null) is { } odd)
            throw new ArgumentException($"The array '{odd.Name}' is complex or a text; only real numbers are written.",
                nameof(arrays));
        if (arrays.FirstOrDefault(a
            => a.Shape.Aggregate(1L, (product, size) => product * size) != a.Values.Length) is { } unfilled)
            throw new ArgumentException($"The array '{unfilled.Name}' of the shape "
                + $"[{string.Join(", ", unfilled.Shape)}] has {unfilled.Values.Length} numbers.", nameof(arrays));
        if (arrays.CountBy(a => a.Name).FirstOrDefault(n => n.Value > 1).Key is { } twice)
            throw new ArgumentException($"There are several arrays of the name '{twice}'.", nameof(arrays));
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (NamedArray array in arrays)
            {
                using Stream entry = zip.CreateEntry(array.Name + ".npy", CompressionLevel.Fastest).Open();
                NpyFormat.Write(entry, array);
            }
        });
    }

    private static void Read(FileStream stream, string path, string name, FileContent content, ReadBudget budget)
    {
        var magic = new byte[MatFormat.HeadLength];
        int got = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (got >= 6 && magic.AsSpan(0, 6).SequenceEqual(NpyFormat.Magic))
        {
            if (content.IsSelective
                && NpyFormat.IsLeft(stream, stream.Length, name, content, _ => (new PlainBytes(path), 0))) return;
            stream.Position = 0;
            NpyFormat.Read(stream, stream.Length, name, content, budget);
            return;
        }
        if (SafetensorsFormat.Fits(magic.AsSpan(0, got)))
        {
            SafetensorsFormat.Read(stream, content, budget);
            return;
        }
        if (MatFormat.Fits(magic.AsSpan(0, got)))
        {
            MatFormat.Read(stream, content, budget);
            return;
        }
        if (Mat4Format.Fits(magic.AsSpan(0, got)))
        {
            Mat4Format.Read(stream, content, budget);
            return;
        }
        if (PyTorchLegacyFormat.Fits(magic.AsSpan(0, got)))
        {
            PyTorchLegacyFormat.Read(stream, name, content, budget);
            return;
        }
        if (NetCdfFormat.Fits(magic.AsSpan(0, got)))
        {
            NetCdfFormat.Read(stream, content, budget);
            return;
        }
        if (got < 4 || magic[0] != 'P' || magic[1] != 'K')
            throw new FormatException("expected a NumPy (.npz, .npy), MATLAB (.mat), PyTorch (.pt), netCDF or "
                + "safetensors "
                + "file"
                + (got == 0 ? ", but it is empty."
                    : got >= 2 && magic[0] == 0x80
                    ? ", but it is a pickle that PyTorch did not write."
                    : ", but it has another content."));
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
            if (!names.Add(entry.FullName))
                throw new FormatException($"the archive has the entry '{entry.FullName}' twice.");
        ZipArchiveEntry[] pickles = [.. zip.Entries.Where(e => e.Name == "data.pkl")];
        if (pickles.Length > 1)
            throw new FormatException($"the archive has {pickles.Length} pickles, '{pickles[0].FullName}' and "
                + $"'{pickles[1].FullName}'.");
        if (pickles is [var pickle])
        {
            PyTorchFormat.Read(zip, pickle, stream, name, content, budget);
            return;
        }
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!entry.Name.EndsWith(".npy", StringComparison.Ordinal))
                throw new FormatException($"expected arrays (.npy) in the archive, found '{entry.FullName}'.");
            string member = budget.Name(entry.FullName[..^4]);
            try
            {
                Member(stream, path, entry, member, content, budget);
            }
            catch (UnsupportedArrayException error)
            {
                content.Refuse(member, error.Message.TrimEnd('.'));
            }
        }
    }

    // The checksum of what is not read now is compared when it is.
    private static void Member(FileStream stream, string path, ZipArchiveEntry entry, string name, FileContent content,
        ReadBudget budget)
    {
        if (content.IsSelective && IsLeft()) return;
        ArchiveEntry.Read(entry, array =>
        {
            NpyFormat.Read(array, entry.Length, name, content, budget);
            return true;
        }, budget);

        bool IsLeft()
        {
            try
            {
                using Stream array = entry.Open();
                return NpyFormat.IsLeft(array, entry.Length, name, content, header
                    => StoredEntry.Offset(stream, entry) is { } offset ? (Stored(offset, header.Length), offset)
                    // Those would be unpacked as a whole for every part.
                    : header.IsColumnMajor ? null : (new PackedBytes(path, entry.FullName), 0));
            }
            // Reading it as a whole says whether it is damaged.
            catch (Exception error) when (error is FormatException or EndOfStreamException or InvalidDataException)
            {
                return false;
            }
        }

        PlainBytes Stored(long offset, long headerLength)
        {
            using Stream array = entry.Open();
            return new PlainBytes(path,
                RunningChecksum.Of(entry, offset + headerLength, array.ReadBytes(headerLength)));
        }
    }
}
