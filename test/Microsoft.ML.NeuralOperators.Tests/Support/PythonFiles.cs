using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>Files of NumPy and PyTorch put together byte by byte, wrong ones included.</summary>
internal static class PythonFiles
{
    /// <summary>A NumPy array with a header as given.</summary>
    public static byte[] Npy(string header, byte[] content, byte version = 1)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. content];
    }

    /// <summary>A NumPy array of a type and shape, such as "&lt;f4" and "(2, 3)".</summary>
    public static byte[] Npy(string type, string shape, byte[] content, bool isFortran = false)
        => Npy($"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': {shape}, "
        + $"}}", content);

    /// <summary>A PyTorch file with a pickle and one storage, "0".</summary>
    public static byte[] Torch(byte[] pickle, byte[]? storage = null)
        => Zip(("archive/data.pkl", pickle), ("archive/data/0", storage ?? new byte[16]));

    /// <summary>A PyTorch file from before version 1.6 with a pickle and one storage, "0".</summary>
    public static byte[] LegacyTorch(byte[] pickle, float[] storage)
        => [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.',
            .. new Pickle().Number(1001).Stop(), .. new Pickle().Do("}").Text("little_endian").Do("\u0088s").Stop(),
            .. pickle, .. new Pickle().Do("]").Text("0").Do("a").Stop(), .. BitConverter.GetBytes((long)storage.Length),
            .. storage.SelectMany(BitConverter.GetBytes)];

    /// <summary>A safetensors file.</summary>
    public static byte[] Safetensors(string header, byte[] content)
        => [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header),
            .. content];

    /// <summary>An archive of stored entries.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        return stream.ToArray();
    }
}
