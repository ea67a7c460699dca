using Microsoft.ML.NeuralOperators.Mappings;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators;

// Steps of pipelines that compute fields from others.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// Scalar coefficients a as symmetric tensors a·1, as <see cref="CovarianceAugmentation"/> needs them: each channel
    /// becomes the entries 00, 01, 11 (or 00, 01, 02, 11, 12, 22).
    /// </summary>
    /// <param name="outputColumnName">The tensors.</param>
    /// <param name="inputColumnName">The scalars, [channels, grid…].</param>
    /// <param name="dimensions">Grid axes: 1, 2 or 3.</param>
    public FieldMappingEstimator ToTensor(string outputColumnName, string inputColumnName, int dimensions = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, 3);
        return new FieldMappingEstimator(_mlContext, new TensorMapping(outputColumnName, inputColumnName, dimensions));
    }

    /// <summary>
    /// Fields at scattered points as fields on a grid, which operators on grids learn from. Points and their number may
    /// differ from row to row; rows with the same points, one after the other, share the work.
    /// </summary>
    /// <param name="outputColumnName">The field on the grid, [channels, grid…].</param>
    /// <param name="valueColumnName">The values, [channels, points], or a vector without dimensions.</param>
    /// <param name="pointColumnName">The points, [coordinates, points], with a coordinate for each grid axis.</param>
    /// <param name="grid">Points of the grid along each axis: one to three numbers.</param>
    /// <param name="options">How values are read between the points, and where the grid is; null for defaults.</param>
    /// <param name="cellColumnName">
    /// The mesh's cells, for <see cref="PointInterpolation.Mesh"/>: the points at their corners, cell after cell, as a
    /// vector of Int32 or Single. Quadrilaterals are taken as two triangles, hexahedra as six tetrahedra.
    /// </param>
    /// <param name="channels">Channels of values whose column has no dimensions.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FieldMappingEstimator InterpolateToGrid(string outputColumnName, string valueColumnName,
        string pointColumnName, IReadOnlyList<int> grid, PointInterpolationOptions? options = null,
        string cellColumnName = "", int channels = 1)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return new FieldMappingEstimator(_mlContext, new ToGridMapping(outputColumnName, valueColumnName,
            pointColumnName, cellColumnName, channels, grid, options ?? new()));
    }

    /// <summary>
    /// Fields on a grid as fields at scattered points, such as a score at the points of a mesh. Points and their number
    /// may differ from row to row.
    /// </summary>
    /// <param name="outputColumnName">The values at the points, [channels, points].</param>
    /// <param name="fieldColumnName">The field, [channels, grid…].</param>
    /// <param name="pointColumnName">
    /// The points, [coordinates, points], or a vector without dimensions. Points outside the grid's box are errors,
    /// except where it is periodic.
    /// </param>
    /// <param name="options">
    /// How the field is read between grid points, and where the grid is; null for defaults.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FieldMappingEstimator InterpolateToPoints(string outputColumnName, string fieldColumnName,
        string pointColumnName, GridInterpolationOptions? options = null)
        => new(_mlContext, new ToPointsMapping(outputColumnName, fieldColumnName, pointColumnName, options ?? new()));

    /// <summary>
    /// Predicted vorticities brought closer to the equation of the flow, by iterations of a
    /// <see cref="VorticityRefiner"/> on every row: the last step of a pipeline, behind an operator or a roll-out.
    /// </summary>
    /// <param name="outputColumnName">The refined frames, [frames, rows, columns].</param>
    /// <param name="scoreColumnName">The predicted frames, [frames, rows, columns].</param>
    /// <param name="featureColumnName">
    /// The known frames, of which the last is the one before the prediction, [frames, rows, columns].
    /// </param>
    /// <param name="options">The equation, the iterations, and the tolerance at which they end.</param>
    public FieldMappingEstimator RefineVorticity(string outputColumnName, string scoreColumnName,
        string featureColumnName, VorticityRefinementOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FieldMappingEstimator(_mlContext, new RefinementMapping(outputColumnName, scoreColumnName,
            featureColumnName, Rules.Require(options)));
    }
}
