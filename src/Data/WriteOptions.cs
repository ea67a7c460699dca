using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How files of fields are written, where the defaults do not fit.</summary>
public sealed record WriteOptions
{
    /// <summary>
    /// Whether the numbers are packed: deflate in <c>.npz</c>, gzip with shuffle in <c>.h5</c>, zlib in <c>.mat</c>,
    /// <c>.vti</c> and <c>.vtu</c>, Zstandard in <c>.parquet</c>. Fields of single precision hardly become smaller, and
    /// packing takes much longer than writing. Default false.
    /// </summary>
    public bool Compress { get; init; }

    /// <summary>The column that holds the points of a set, [coordinates, points]. Default "Points".</summary>
    [Required]
    public string PointColumn { get; init; } = "Points";

    /// <summary>
    /// Coordinates of a point, 1, 2 or 3, where the points are a column of varying length. It tells how many points a
    /// row has, and from that how many channels other columns of varying length have: containers of arrays then get
    /// them as [rows, channels, most points], each channel padded with NaN, and <c>.vtu</c> needs it. Null, the
    /// default, pads whole rows: [rows, most numbers].
    /// </summary>
    [Range(1, 3)]
    public int? Coordinates { get; init; }

    /// <summary>
    /// The column of <c>.vtu</c> files that holds the cells, [cells, corners]: the numbers of their points, from 0. In
    /// a row with fewer cells, negative numbers or NaN fill the rest. Null for none: then every point is a cell of its
    /// own, which ParaView shows.
    /// </summary>
    public string? CellColumn { get; init; }

    /// <summary>
    /// Corners of a cell, where the type of its column gives no dimensions. 2 are lines, 3 triangles, 8 hexahedra; 4
    /// are quadrilaterals of points in the plane and tetrahedra in space. Default 3.
    /// </summary>
    [Range(2, 8)]
    public int Corners { get; init; } = 3;

    /// <summary>Stops writing; no file appears then.</summary>
    public CancellationToken CancellationToken { get; init; }
}
