using System.Text;
using Microsoft.ML.NeuralOperators.Data.Formats;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Formats;

/// <summary>VTK's files, put together by hand from their description.</summary>
public sealed class VtkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Legacy_meshes_have_points_cells_and_what_is_given_at_them(bool isBinary, bool isNew)
    {
        var arrays = Read("mesh.vtk", VtkFiles.LegacyMesh(isBinary, isNew));
        Assert.Equal(["cell_data/id", "cell_data/w", "cells/connectivity", "cells/offsets", "cells/types",
            "point_data/u v", "points"], arrays.Keys.Order());
        Assert.Equal([4, 3], arrays["points"].Shape);
        Assert.Equal([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0], arrays["points"].Values);
        Assert.Equal([0, 1, 2, 0, 2, 3], arrays["cells/connectivity"].Values);
        Assert.Equal([0, 3, 6], arrays["cells/offsets"].Values);
        Assert.Equal([5, 5], arrays["cells/types"].Values);
        Assert.Equal([1, 2, 3, 4], arrays["point_data/u v"].Values);
        Assert.Equal([2, 3], arrays["cell_data/w"].Shape);
        Assert.Equal([7, 8], arrays["cell_data/id"].Values);
    }

    /// <summary>x runs fastest; axes of one point are left out.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Legacy_images_have_the_axes_z_y_x(bool isBinary)
    {
        byte[] file = VtkFiles.LegacyImage(isBinary);
        var arrays = Read("image.vtk", file);
        Assert.Equal([3, 2], arrays["point_data/u"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], arrays["point_data/u"].Values);
        Assert.Equal([3, 2, 3], arrays["point_data/v"].Shape);
        Assert.Equal([1, 0.5f, 1], arrays["spacing"].Values);
        Assert.Equal(["point_data/v"], DataFile.Read(_folder["image.vtk"], ["point_data/v"]).Keys);
        FileContent left = DataFile.Open(_folder["image.vtk"], new ReadRequest(null, 5), null);
        Assert.Equal(isBinary ? 2 : 0, left.Streamed.Count);
        if (isBinary) Assert.Equal([4, 6], left.Streamed["point_data/u"].Slab([1, 1], [2, 1]).Values);
    }

    [Fact]
    public void Other_legacy_grids_are_read()
    {
        var rectilinear = Read("r.vtk", """
            # vtk DataFile Version 3.0
            title
            ASCII
            DATASET RECTILINEAR_GRID
            DIMENSIONS 3 2 1
            X_COORDINATES 3 float
            0 1 4
            Y_COORDINATES 2 float
            0 1
            Z_COORDINATES 1 float
            0
            CELL_DATA 2
            SCALARS k int
            LOOKUP_TABLE default
            5 6
            """u8.ToArray());
        Assert.Equal([0, 1, 4], rectilinear["x"].Values);
        Assert.Equal([1, 2], rectilinear["cell_data/k"].Shape);
        var structured = Read("s.vtk", """
            # vtk DataFile Version 3.0
            title
            ASCII
            DATASET STRUCTURED_GRID
            DIMENSIONS 2 2 1
            POINTS 4 float
            0 0 0 1 0 0 0 1 0 1 1 0
            METADATA
            INFORMATION 0

            POINT_DATA 4
            FIELD FieldData 1
            T 1 4 double
            1e-3 nan -inf 4
            """u8.ToArray());
        Assert.Equal([2, 2, 3], structured["points"].Shape);
        Assert.Equal([1e-3f, float.NaN, float.NegativeInfinity, 4], structured["point_data/T"].Values);
        var polygons = Read("p.vtk", """
            # vtk DataFile Version 3.0
            title
            ASCII
            DATASET POLYDATA
            POINTS 3 float
            0 0 0 1 0 0 0 1 0
            LINES 1 3
            2 0 1
            POLYGONS 1 4
            3 0 1 2
            CELL_DATA 2
            NORMALS n float
            0 0 1 0 0 1
            """u8.ToArray());
        Assert.Equal([0, 1, 2], polygons["polys/connectivity"].Values);
        Assert.Equal([0, 2], polygons["lines/offsets"].Values);
        Assert.Equal([2, 3], polygons["cell_data/n"].Shape);
    }

    [Theory]
    [InlineData("ascii", null, false, 4)]
    [InlineData("base64", null, false, 4)]
    [InlineData("base64", null, true, 8)]
    [InlineData("base64", "zlib", false, 4)]
    [InlineData("base64", "zlib", true, 8)]
    [InlineData("raw", null, false, 8)]
    [InlineData("raw", null, true, 4)]
    [InlineData("raw", "zlib", false, 4)]
    [InlineData("appended64", null, false, 4)]
    [InlineData("appended64", "zlib", false, 8)]
    public void Images_in_xml_are_read_in_every_form(string form, string? compressor, bool isBig, int headerSize)
    {
        byte[] file = VtkFiles.Image(form, compressor, isBig, headerSize);
        var arrays = Read("image.vti", file);
        Assert.Equal([2, 2, 3], arrays["point_data/u"].Shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), arrays["point_data/u"].Values);
        Assert.Equal([2, 2, 3, 3], arrays["point_data/v"].Shape);
        Assert.Equal(Enumerable.Range(0, 36).Select(i => i / 2f), arrays["point_data/v"].Values);
        Assert.Equal([1, 1, 2], arrays["cell_data/c"].Shape);
        Assert.Equal([1, 0.5f, 0.25f], arrays["spacing"].Values);
        FileContent left = DataFile.Open(_folder["image.vti"], new ReadRequest(null, 11), null);
        bool isLeft = form == "raw" && compressor is null;
        Assert.Equal(isLeft ? 2 : 0, left.Streamed.Count);
        if (isLeft) Assert.Equal([8, 11], left.Streamed["point_data/u"].Slab([1, 0, 2], [1, 2, 1]).Values);
        for (int length = 0; length < file.Length - 40; length += 7)
            Assert.ThrowsAny<FormatException>(() => Read("cut.vti", file[..length]));
    }

    [Fact]
    public void Meshes_in_xml_have_points_cells_and_what_is_given_at_them()
    {
        var arrays = Read("mesh.vtu", VtkFiles.Mesh());
        Assert.Equal(["cells/connectivity", "cells/offsets", "cells/types", "field_data/TimeValue", "point_data/u",
            "points"], arrays.Keys.Order());
        Assert.Equal([4, 3], arrays["points"].Shape);
        Assert.Equal([0, 3, 6], arrays["cells/offsets"].Values);
        Assert.Equal([1, 2, 3, float.NaN], arrays["point_data/u"].Values);
        Assert.Equal([0.5f], arrays["field_data/TimeValue"].Values);
        Assert.Contains("'String'", Assert.Throws<FormatException>(() => arrays["cell_data/names"]).Message);
    }

    [Theory]
    [InlineData("type=\"ImageData\"", "type=\"PImageData\"", "PImageData")]
    [InlineData("vtkZLibDataCompressor", "vtkLZMADataCompressor", "vtkLZMADataCompressor")]
    [InlineData("WholeExtent=\"0 2 0 1 0 1\" Origin=\"0 0 0\" Spacing=\"1 0.5 0.25\">\n    <Piece Extent=\"0 2 0 1 0 "
        + "1\"",
        "><Piece Extent=\"0 2 0 1 0 900000\"", "expected")]
    public void What_is_not_read_is_named(string found, string other, string reason)
    {
        string file = Encoding.Latin1.GetString(VtkFiles.Image("base64", "zlib"));
        Assert.Contains(found, file);
        byte[] changed = Encoding.Latin1.GetBytes(file.Replace(found, other, StringComparison.Ordinal));
        Assert.Contains(reason, Assert.Throws<FormatException>(()
            => Read("odd.vti", changed)["point_data/u"]).Message);
    }

    private IReadOnlyDictionary<string, NamedArray> Read(string name, byte[] file)
        => DataFile.Read(_folder.Write(name, file));
}
