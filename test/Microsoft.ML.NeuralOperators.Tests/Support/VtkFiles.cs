using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>VTK's files put together by hand.</summary>
internal static class VtkFiles
{
    /// <summary>
    /// Two triangles as a legacy mesh of four points, with a scalar at each point and a vector for each cell.
    /// </summary>
    public static byte[] LegacyMesh(bool isBinary, bool isNew)
    {
        var file = new Legacy(isBinary);
        file.Line("# vtk DataFile Version 3.0").Line("two triangles").Line(isBinary ? "BINARY" : "ASCII")
            .Line("DATASET UNSTRUCTURED_GRID").Line("POINTS 4 double")
            .Doubles(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0);
        if (isNew)
            file.Line("CELLS 3 6").Line("OFFSETS vtktypeint64").Longs(0, 3, 6).Line("CONNECTIVITY vtktypeint64")
                .Longs(0, 1, 2, 0, 2, 3);
        else file.Line("CELLS 2 8").Ints(3, 0, 1, 2, 3, 0, 2, 3);
        return file.Line("CELL_TYPES 2").Ints(5, 5)
            .Line("POINT_DATA 4").Line("SCALARS u%20v float").Line("LOOKUP_TABLE default").Floats(1, 2, 3, 4)
            .Line("CELL_DATA 2").Line("VECTORS w float").Floats(1, 2, 3, 4, 5, 6)
            .Line("FIELD FieldData 1").Line("id 1 2 int").Ints(7, 8).Bytes;
    }

    /// <summary>A legacy image of 2×3×1 points.</summary>
    public static byte[] LegacyImage(bool isBinary) => new Legacy(isBinary).Line("# vtk DataFile Version 2.0")
        .Line("an image").Line(isBinary ? "BINARY" : "ASCII").Line("DATASET STRUCTURED_POINTS")
        .Line("DIMENSIONS 2 3 1").Line("ORIGIN 0 0 0").Line("SPACING 1 0.5 1").Line("POINT_DATA 6")
        .Line("SCALARS u double 1").Line("LOOKUP_TABLE default").Doubles(1, 2, 3, 4, 5, 6)
        .Line("VECTORS v float").Floats([.. Enumerable.Range(0, 18)]).Bytes;

    /// <summary>
    /// An XML image of 3×2×2 points: u, 0…11 with x fastest, as Float64, and v, a vector at each point, as Float32.
    /// </summary>
    /// <param name="form">ascii, base64, raw or appended64.</param>
    /// <param name="compressor">zlib or null.</param>
    /// <param name="isBig">The order of bytes.</param>
    /// <param name="headerSize">4 or 8.</param>
    public static byte[] Image(string form, string? compressor, bool isBig = false, int headerSize = 4)
    {
        double[] u = [.. Enumerable.Range(0, 12).Select(i => (double)i)], v = [.. Enumerable.Range(0, 36).Select(i
            => i / 2.0)];
        byte[] Numbers(double[] numbers, bool isDouble) => [.. numbers.SelectMany(n => Ordered(isDouble
            ? BitConverter.GetBytes(n) : BitConverter.GetBytes((float)n), isBig))];
        var appended = new List<byte>();
        string Array(string name, double[] numbers, bool isDouble, int components)
        {
            string attributes = $"type=\"Float{(isDouble ? 64 : 32)}\" Name=\"{name}\" "
                + $"NumberOfComponents=\"{components}\"";
            byte[] content = Numbers(numbers, isDouble);
            if (form == "ascii")
                return $"<DataArray {attributes} format=\"ascii\">\n{string.Join(' ', numbers.Select(n
                    => n.ToString(CultureInfo.InvariantCulture)))}\n</DataArray>";
            (byte[] head, byte[] data) = Stored(content, compressor, isBig, headerSize);
            byte[] text = Encoding.ASCII.GetBytes(compressor is null ? Convert.ToBase64String([.. head, .. data])
                : Convert.ToBase64String(head) + Convert.ToBase64String(data));
            if (form == "base64")
                return $"<DataArray {attributes} format=\"binary\">\n  {Encoding.ASCII.GetString(text)}\n</DataArray>";
            string at = $"<DataArray {attributes} format=\"appended\" offset=\"{appended.Count}\"/>";
            appended.AddRange(form == "raw" ? [.. head, .. data] : text);
            return at;
        }

        string xml = $"""
            <?xml version="1.0"?>
            <VTKFile type="ImageData" version="1.0" byte_order="{(isBig ? "BigEndian" : "LittleEndian")}"
             header_type="UInt{8 * headerSize}"{(compressor is null ? "" : " compressor=\"vtkZLibDataCompressor\"")}>
              <ImageData WholeExtent="0 2 0 1 0 1" Origin="0 0 0" Spacing="1 0.5 0.25">
                <Piece Extent="0 2 0 1 0 1">
                  <PointData Scalars="u">{Array("u", u, true, 1)}{Array("v", v, false, 3)}</PointData>
                  <CellData>{Array("c", [1, 2], false, 1)}</CellData>
                </Piece>
              </ImageData>
            """;
        if (form is "ascii" or "base64") return Encoding.UTF8.GetBytes(xml + "</VTKFile>");
        return [.. Encoding.UTF8.GetBytes($"{xml}<AppendedData encoding=\"{(form == "raw" ? "raw" : "base64")}\">\n_"),
            .. appended, .. "\n</AppendedData></VTKFile>"u8];
    }

    /// <summary>Two triangles as an XML mesh.</summary>
    public static byte[] Mesh() => Encoding.UTF8.GetBytes("""
        <VTKFile type="UnstructuredGrid" version="0.1" byte_order="LittleEndian"><UnstructuredGrid>
        <FieldData><DataArray type="Float64" Name="TimeValue" NumberOfTuples="1" format="ascii">0.5</DataArray></FieldData>
        <Piece NumberOfPoints="4" NumberOfCells="2">
        <PointData><DataArray type="Float32" Name="u" format="ascii">1 2 3 nan</DataArray></PointData>
        <CellData><DataArray type="String" Name="names" format="ascii">1 2</DataArray></CellData>
        <Points><DataArray type="Float32" NumberOfComponents="3" format="ascii">0 0 0 1 0 0 1 1 0 0 1 0
          <InformationKey name="L2_NORM_RANGE" location="vtkDataArray" length="2"/></DataArray></Points>
        <Cells><DataArray type="Int64" Name="connectivity" format="ascii">0 1 2 0 2 3</DataArray>
        <DataArray type="Int64" Name="offsets" format="ascii">3 6</DataArray>
        <DataArray type="UInt8" Name="types" format="ascii">5 5</DataArray></Cells>
        </Piece></UnstructuredGrid></VTKFile>
        """);

    private static (byte[] Head, byte[] Data) Stored(byte[] content, string? compressor, bool isBig, int headerSize)
    {
        byte[] Number(long n) => Ordered(BitConverter.GetBytes(n)[..headerSize], isBig);
        if (compressor is null) return (Number(content.Length), content);
        // Blocks of 40 bytes, so that there are several.
        byte[][] blocks = [.. content.Chunk(40).Select(Deflated)];
        return ([.. Number(blocks.Length), .. Number(40), .. Number(content.Length % 40),
            .. blocks.SelectMany(b => Number(b.Length))], [.. blocks.SelectMany(b => b)]);
    }

    private static byte[] Deflated(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(content);
        return stream.ToArray();
    }

    private static byte[] Ordered(byte[] bytes, bool isBig) => isBig ? [.. bytes.Reverse()] : bytes;

    private sealed class Legacy(bool isBinary)
    {
        private readonly List<byte> _bytes = [];

        public byte[] Bytes => [.. _bytes];

        public Legacy Line(string text)
        {
            _bytes.AddRange(Encoding.UTF8.GetBytes(text + "\n"));
            return this;
        }

        public Legacy Floats(params float[] numbers) => Numbers(numbers, BitConverter.GetBytes);

        public Legacy Doubles(params double[] numbers) => Numbers(numbers, BitConverter.GetBytes);

        public Legacy Ints(params int[] numbers) => Numbers(numbers, BitConverter.GetBytes);

        public Legacy Longs(params long[] numbers) => Numbers(numbers, BitConverter.GetBytes);

        private Legacy Numbers<T>(T[] numbers, Func<T, byte[]> bytes)
            where T : IFormattable
        {
            if (isBinary) foreach (T number in numbers) _bytes.AddRange(bytes(number).Reverse());
            return Line(isBinary ? "" : string.Join(' ', numbers.Select(n => n.ToString(null,
                CultureInfo.InvariantCulture))));
        }
    }
}
