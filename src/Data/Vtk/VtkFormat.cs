using System.Xml;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// VTK's files, legacy and XML: grids, meshes and polygons with what is given at their points and for their cells.
/// </summary>
internal static class VtkFormat
{
    // Where the first element of an XML file begins at the latest.
    private const int HeadLength = 1024;

    /// <summary>Reads the arrays of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">Those wanted.</param>
    /// <param name="limits">What reading may cost.</param>
    /// <returns>The arrays; null where the file is not one of VTK's.</returns>
    public static FileContent? Read(string path, ReadRequest request, ReadLimits limits)
    {
        Rules.Require(limits, nameof(limits));
        using FileStream stream = File.OpenRead(path);
        var head = new byte[HeadLength];
        int got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        bool isLegacy = VtkLegacyReader.Fits(head.AsSpan(0, got));
        if (!isLegacy && !VtkXmlReader.Fits(head.AsSpan(0, got))) return null;
        try
        {
            var content = new FileContent(request);
            var budget = new ReadBudget(limits, stream.Length);
            if (isLegacy) new VtkLegacyReader(stream, content, budget).Read();
            else new VtkXmlReader(stream, content, budget).Read();
            content.RequireAny();
            return content;
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or EndOfStreamException
            or OverflowException or XmlException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"'{path}' cannot be read: {error.Message}", error);
        }
    }
}
