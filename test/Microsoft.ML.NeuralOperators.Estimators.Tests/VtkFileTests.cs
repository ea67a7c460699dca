using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>VTK's XML files, taken apart by their specification.</summary>
public sealed class VtkFileTests : IDisposable
{
    private readonly NeuralOperatorsCatalog _operators = new MLContext().NeuralOperators();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fields_are_images_with_the_channels_of_a_point_together(bool compress)
    {
        DataFile.Write(_folder["u_{row}.vti"],
        [
            new("u", [11, 2, 3, 4], Numbers(11 * 24)), new("a", [11, 3, 4], Numbers(11 * 12)),
            new("nu", [11], Numbers(11)), new("k", [11, 5], Numbers(55)),
        ], new() { Compress = compress });
        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"u_{i:00}.vti"), _folder.Names);
        XElement file = XDocument.Load(_folder["u_10.vti"]).Root!, image = file.Element("ImageData")!;
        Assert.Equal("ImageData", file.Attribute("type")!.Value);
        Assert.Equal("0 3 0 2 0 0", image.Attribute("WholeExtent")!.Value);
        Assert.Equal("0 3 0 2 0 0", image.Element("Piece")!.Attribute("Extent")!.Value);
        XElement points = image.Element("Piece")!.Element("PointData")!;
        float[] expected = [.. Enumerable.Range(0, 12).SelectMany(p => new[] { 240f + p, 252 + p })];
        Assert.Equal(expected, Values<float>(points, "u", "Float32", 2));
        Assert.Equal(Enumerable.Range(0, 12).Select(p => 120f + p), Values<float>(points, "a", "Float32", 1));
        Assert.Equal([10f], Values<float>(image.Element("FieldData")!, "nu", "Float32", 1));
        Assert.Equal([50f, 51, 52, 53, 54], Values<float>(image.Element("FieldData")!, "k", "Float32", 1));
    }

    [Fact]
    public void A_series_names_a_file_for_every_row()
    {
        IDataView data = _operators.LoadFields(("u", new FieldSamples("u", 1, [2, 2, 2], Numbers(24))));
        _operators.SaveFields(data, _folder["flow.pvd"]);
        Assert.Equal(["flow", "flow.pvd"], _folder.Names);
        XElement[] sets = [.. XDocument.Load(_folder["flow.pvd"]).Root!.Element("Collection")!.Elements("DataSet")];
        Assert.Equal(["0", "1", "2"], sets.Select(s => s.Attribute("timestep")!.Value));
        foreach (XElement set in sets) Assert.True(File.Exists(_folder[set.Attribute("file")!.Value]));
        XElement last = XDocument.Load(_folder["flow/flow_2.vti"]).Root!.Element("ImageData")!;
        Assert.Equal("0 1 0 1 0 1", last.Attribute("WholeExtent")!.Value);
        Assert.Equal(Enumerable.Range(16, 8).Select(i => (float)i),
            Values<float>(last.Element("Piece")!.Element("PointData")!, "u", "Float32", 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Points_and_cells_are_meshes(bool compress)
    {
        IDataView data = Meshes();
        _operators.SaveFields(data, _folder["plate_{row}.vtu"], new WriteOptions
        {
            Compress = compress,
            Coordinates = 2,
            CellColumn = "Cells",
        });
        XElement piece = XDocument.Load(_folder["plate_1.vtu"]).Root!.Element("UnstructuredGrid")!.Element("Piece")!;
        Assert.Equal("4", piece.Attribute("NumberOfPoints")!.Value);
        Assert.Equal("2", piece.Attribute("NumberOfCells")!.Value);
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0],
            Values<float>(piece.Element("Points")!, "Points", "Float32", 3));
        Assert.Equal([1f, 5, 2, 6, 3, 7, 4, 8], Values<float>(piece.Element("PointData")!, "v", "Float32", 2));
        XElement cells = piece.Element("Cells")!;
        Assert.Equal([0L, 1, 2, 1, 3, 2], Values<long>(cells, "connectivity", "Int64", 1));
        Assert.Equal([3L, 6], Values<long>(cells, "offsets", "Int64", 1));
        Assert.Equal([(byte)5, 5], Values<byte>(cells, "types", "UInt8", 1));

        _operators.SaveFields(data, _folder["points.pvd"], new WriteOptions { Coordinates = 2 }, "Points", "v");
        cells = XDocument.Load(_folder["points/points_0.vtu"]).Root!.Descendants("Cells").Single();
        Assert.Equal([0L, 1, 2], Values<long>(cells, "connectivity", "Int64", 1));
        Assert.Equal([(byte)1, 1, 1], Values<byte>(cells, "types", "UInt8", 1));
    }

    [Fact]
    public void Cells_may_be_padded_and_points_lie_in_space()
    {
        DataFile.Write(_folder["solid.vtu"],
        [
            new("Points", [1, 3, 4], [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
            new("Cells", [1, 2, 4], [0, 1, 2, 3, -1, -1, -1, -1]),
        ], new() { CellColumn = "Cells" });
        XElement piece = XDocument.Load(_folder["solid.vtu"]).Root!.Descendants("Piece").Single();
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1],
            Values<float>(piece.Element("Points")!, "Points", "Float32", 3));
        Assert.Equal([(byte)10], Values<byte>(piece.Element("Cells")!, "types", "UInt8", 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vtk_itself_reads_the_same(bool compress)
    {
        // More than a block of what is packed.
        DataFile.Write(_folder["large.vti"], [new("u", [1, 2, 400, 500], Numbers(400_000))],
            new() { Compress = compress });
        DataFile.Write(_folder["mesh.vtu"],
        [
            new("Points", [1, 2, 4], [0, 1, 0, 1, 0, 0, 1, 1]), new("v", [1, 2, 4], Numbers(8)),
            new("Cells", [1, 2, 3], [0, 1, 2, 1, 3, 2]),
        ], new() { CellColumn = "Cells", Compress = compress });
        DebianPython.Require("vtk", "python3-vtk9");
        Assert.Equal("", DebianPython.Run($"""
            import vtk, numpy as np
            from vtk.util.numpy_support import vtk_to_numpy
            reader = vtk.vtkXMLImageDataReader()
            reader.SetFileName('{_folder["large.vti"]}')
            reader.Update()
            image = reader.GetOutput()
            assert image.GetDimensions() == (500, 400, 1), image.GetDimensions()
            u = vtk_to_numpy(image.GetPointData().GetArray('u'))
            assert (u == np.arange(400000).reshape(2, -1).T).all(), u
            reader = vtk.vtkXMLUnstructuredGridReader()
            reader.SetFileName('{_folder["mesh.vtu"]}')
            reader.Update()
            mesh = reader.GetOutput()
            assert (mesh.GetNumberOfPoints(), mesh.GetNumberOfCells(), mesh.GetCellType(0)) == (4, 2, 5)
            assert [mesh.GetCell(1).GetPointId(i) for i in range(3)] == [1, 3, 2]
            assert mesh.GetPoint(3) == (1, 1, 0)
            v = vtk_to_numpy(mesh.GetPointData().GetArray('v'))
            assert v.tolist() == [[0, 4], [1, 5], [2, 6], [3, 7]], v
            """));
    }

    [Fact]
    public void What_is_no_image_or_mesh_is_refused_and_leaves_nothing()
    {
        Refused("x.vti", "holds one row; there are 2. Put {row}", [new("u", [2, 3, 4], new float[24])]);
        Refused("x.pvd", "w [2, 1, 4, 3] is not on the grid [3, 4] of column 'u'",
            [new("u", [2, 1, 3, 4], new float[24]), new("w", [2, 1, 4, 3], new float[24])]);
        Refused("x.pvd", "No column has a grid", [new("u", [2], new float[2])]);
        Refused("x_{row}.vtu", "There is no column 'Points'", [new("u", [2, 3], new float[6])]);
        Refused("x_{row}.vtu", "has points of 4 coordinates", [new("Points", [2, 4, 3], new float[24])]);
        IDataView data = Meshes();
        Assert.Contains("say WriteOptions.Coordinates", Assert.Throws<ArgumentException>(()
            => _operators.SaveFields(data, _folder["x.pvd"])).Message);
        Assert.Contains("row 1 has the point 3 in its cell 0; there are 2 points",
            Assert.Throws<InvalidOperationException>(() => _operators.SaveFields(Meshes(cut: 4), _folder["x.pvd"],
                new WriteOptions { Coordinates = 2, CellColumn = "Cells" }, "Points", "Cells")).Message);
        Assert.Contains("'v': row 1 has 8 numbers, expected a multiple of 3 points",
            Assert.Throws<InvalidOperationException>(() => _operators.SaveFields(Meshes(cut: 2), _folder["x.pvd"],
                new WriteOptions { Coordinates = 2 }, "Points", "v")).Message);
        Assert.Empty(_folder.Names);

        void Refused(string file, string text, NamedArray[] arrays)
            => Assert.Contains(text, Assert.Throws<ArgumentException>(()
                => DataFile.Write(_folder[file], arrays)).Message);
    }

    // A triangle, then a square of two; less numbers in the second row's points where that is asked for.
    private static IDataView Meshes(int cut = 0) => new MLContext().Data.LoadFromEnumerable(
    [
        new Mesh { Points = [0, 1, 0, 0, 0, 1], v = [1, 2, 3], Cells = [0, 1, 2] },
        new Mesh
        {
            Points = [.. new float[] { 0, 1, 0, 1, 0, 0, 1, 1 }.SkipLast(cut)],
            v = [1, 2, 3, 4, 5, 6, 7, 8],
            Cells = cut > 0 ? [0, 1, 3] : [0, 1, 2, 1, 3, 2],
        },
    ]);

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];

    // The numbers of a DataArray: base64 of their length and themselves, or of the sizes of packed blocks and these.
    private static T[] Values<T>(XElement place, string name, string type, int components)
        where T : unmanaged
    {
        XElement array = place.Elements("DataArray").Single(a => a.Attribute("Name")!.Value == name);
        Assert.Equal((type, components.ToString(CultureInfo.InvariantCulture), "binary"),
            (array.Attribute("type")!.Value, array.Attribute("NumberOfComponents")!.Value,
            array.Attribute("format")!.Value));
        XElement file = array.AncestorsAndSelf().Last();
        Assert.Equal(("LittleEndian", "UInt64"),
            (file.Attribute("byte_order")!.Value, file.Attribute("header_type")!.Value));
        string text = array.Value.Trim();
        byte[] bytes;
        if (file.Attribute("compressor") is { } compressor)
        {
            Assert.Equal("vtkZLibDataCompressor", compressor.Value);
            int blocks = (int)BitConverter.ToInt64(Convert.FromBase64String(text[..12]));
            int header = (8 * (3 + blocks) + 2) / 3 * 4;
            long[] sizes = MemoryMarshal.Cast<byte, long>(Convert.FromBase64String(text[..header])).ToArray();
            byte[] packed = Convert.FromBase64String(text[header..]);
            var unpacked = new MemoryStream();
            for (int i = 0, at = 0; i < blocks; at += (int)sizes[3 + i++])
            {
                using var zlib = new ZLibStream(new MemoryStream(packed, at, (int)sizes[3 + i]),
                    CompressionMode.Decompress);
                zlib.CopyTo(unpacked);
            }
            bytes = unpacked.ToArray();
            Assert.Equal((blocks - 1) * sizes[1] + (sizes[2] == 0 ? sizes[1] : sizes[2]), bytes.Length);
        }
        else
        {
            byte[] all = Convert.FromBase64String(text);
            bytes = all[8..];
            Assert.Equal(BitConverter.ToInt64(all), bytes.Length);
        }
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    private sealed class Mesh
    {
        public float[] Points = [], v = [];

        public int[] Cells = [];
    }
}
