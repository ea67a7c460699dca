namespace Microsoft.ML.NeuralOperators;

/// <summary>The shape of a mesh's cells. Corners are counted as VTK does.</summary>
public enum CellKind
{
    /// <summary>A segment, two corners.</summary>
    Line,
    /// <summary>Three corners.</summary>
    Triangle,
    /// <summary>Four corners, around the cell.</summary>
    Quadrilateral,
    /// <summary>Four corners.</summary>
    Tetrahedron,
    /// <summary>Eight corners: those of a face around it, then those above them.</summary>
    Hexahedron,
}
