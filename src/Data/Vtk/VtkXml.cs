using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// VTK's XML files ("VTK File Formats", Kitware): numbers as base64 inside of their elements, so that the whole is XML,
/// packed by zlib where that is asked for.
/// </summary>
internal sealed class VtkXml : IDisposable
{
    private const int Block = 1 << 20;
    private readonly XmlWriter _xml;
    private readonly bool _isCompressed;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="type">What is in it, such as "ImageData".</param>
    /// <param name="isCompressed">Whether numbers are packed.</param>
    public VtkXml(Stream stream, string type, bool isCompressed)
    {
        _isCompressed = isCompressed;
        _xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
        Begin("VTKFile", ("type", type), ("version", "1.0"),
            ("byte_order", BitConverter.IsLittleEndian ? "LittleEndian" : "BigEndian"), ("header_type", "UInt64"));
        if (isCompressed) _xml.WriteAttributeString("compressor", "vtkZLibDataCompressor");
    }

    /// <summary>Begins an element.</summary>
    public void Begin(string element, params (string Name, string Value)[] attributes)
    {
        _xml.WriteStartElement(element);
        foreach (var (name, value) in attributes) _xml.WriteAttributeString(name, value);
    }

    /// <summary>Ends an element.</summary>
    public void End() => _xml.WriteEndElement();

    /// <summary>Writes numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="code">NumPy's code of their type.</param>
    /// <param name="components">Numbers of each point or cell.</param>
    /// <param name="bytes">The numbers.</param>
    /// <param name="count">Attributes of arrays of a length of their own: its name and value.</param>
    public void Numbers(string name, string code, int components, byte[] bytes, params (string, string)[] count)
    {
        string type = $"{(code[0] == 'f' ? "Float" : code[0] == 'i' ? "Int" : "UInt")}{8 * int.Parse(code[1..],
            CultureInfo.InvariantCulture)}";
        Begin("DataArray", [("type", type), ("Name", name),
            ("NumberOfComponents", components.ToString(CultureInfo.InvariantCulture)), ("format", "binary"), .. count]);
        if (_isCompressed) Packed(bytes);
        else
        {
            _xml.WriteBase64(Header(bytes.Length), 0, 8);
            _xml.WriteBase64(bytes, 0, bytes.Length);
        }
        End();
    }

    /// <summary>Ends the file.</summary>
    public void Dispose() => _xml.Dispose();

    // The number of blocks, their size, that of a last smaller one, and what each is packed to; then the blocks.
    private void Packed(byte[] bytes)
    {
        var packed = new MemoryStream();
        var ends = new List<long> { 0 };
        for (int start = 0; start < bytes.Length; start += Block)
        {
            using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                zlib.Write(bytes, start, Math.Min(Block, bytes.Length - start));
            ends.Add(packed.Length);
        }
        byte[] header = Header([ends.Count - 1, Block, bytes.Length % Block,
            .. ends.Skip(1).Zip(ends, (a, b) => a - b)]);
        // The header is encoded by itself.
        _xml.WriteRaw(Convert.ToBase64String(header));
        _xml.WriteRaw(Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length)));
    }

    private static byte[] Header(params long[] numbers)
    {
        var bytes = new byte[8 * numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            if (BitConverter.IsLittleEndian) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), numbers[i]);
            else BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8 * i), numbers[i]);
        return bytes;
    }
}
