using System.Globalization;
using System.Text;
using System.Xml;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// VTK's files for rows: one of a row (<c>x.vti</c>), one for each (<c>x_{row}.vti</c>), or a series (<c>x.pvd</c>)
/// with one for each in a folder of its name.
/// </summary>
internal static class VtkFiles
{
    /// <summary>Stands for the number of the row.</summary>
    public const string Row = "{row}";

    /// <summary>Writes rows; no file appears before all are written.</summary>
    /// <exception cref="ArgumentException">The arrays go into no such files, or there are several rows for one file.
    /// </exception>
    public static void Write(string path, IReadOnlyList<StoredArray> arrays, WriteOptions options)
    {
        long rows = arrays[0].Rows;
        if (arrays.FirstOrDefault(a => a.Shape.Count == 0 || a.Rows != rows || a.IsComplex) is { } odd)
            throw new ArgumentException($"The array {odd} is complex or does not have {rows} rows.", nameof(arrays));
        string extension = Path.GetExtension(path).ToLowerInvariant();
        bool isSeries = extension == ".pvd";
        bool isMesh = extension == ".vtu" || isSeries && arrays.Any(a => a.Name == options.PointColumn);
        string pattern = isSeries ? SeriesPattern(path, isMesh) : path;
        if (rows > 1 && !Path.GetFileName(pattern).Contains(Row, StringComparison.Ordinal))
            throw new ArgumentException($"'{path}' holds one row; there are {rows}. Put {Row} into its name for a file "
                + "each, or write a series as .pvd.", nameof(path));
        Action<Stream, long> write = isMesh ? Mesh(arrays, options) : Image(arrays, options);
        using var files = new StagedFiles();
        if (isSeries) files.CreateFolder(Path.GetDirectoryName(pattern)!);
        for (long row = 0; row < rows; row++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            using Stream stream = files.Create(PathOf(pattern, row, rows));
            write(stream, row);
        }
        if (isSeries)
            using (Stream stream = files.Create(path)) Collection(stream, pattern, rows);
        files.Complete();
    }

    private static string SeriesPattern(string path, bool isMesh)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name,
            $"{name}_{Row}.{(isMesh ? "vtu" : "vti")}");
    }

    // All numbers have the same digits, so that the order of names is that of rows.
    private static string PathOf(string pattern, long row, long rows)
    {
        string digits = new('0', (rows - 1).ToString(CultureInfo.InvariantCulture).Length);
        string name = Path.GetFileName(pattern).Replace(Row, row.ToString(digits, CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
        return Path.Combine(Path.GetDirectoryName(pattern)!, name);
    }

    private static Action<Stream, long> Mesh(IReadOnlyList<StoredArray> arrays, WriteOptions options)
    {
        var file = new MeshFile(arrays, options);
        return (stream, row) => file.Write(stream, row, options);
    }

    private static Action<Stream, long> Image(IReadOnlyList<StoredArray> arrays, WriteOptions options)
    {
        var file = new ImageFile(arrays);
        return (stream, row) => file.Write(stream, row, options);
    }

    private static void Collection(Stream stream, string pattern, long rows)
    {
        using XmlWriter xml = XmlWriter.Create(stream, new XmlWriterSettings
        {
            Indent = true,
            Encoding = new UTF8Encoding(false),
        });
        xml.WriteStartElement("VTKFile");
        xml.WriteAttributeString("type", "Collection");
        xml.WriteAttributeString("version", "1.0");
        xml.WriteStartElement("Collection");
        string folder = Path.GetFileName(Path.GetDirectoryName(pattern)!);
        for (long row = 0; row < rows; row++)
        {
            xml.WriteStartElement("DataSet");
            xml.WriteAttributeString("timestep", row.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("part", "0");
            xml.WriteAttributeString("file", $"{folder}/{Path.GetFileName(PathOf(pattern, row, rows))}");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
