using Microsoft.ML.NeuralOperators.Mappings;

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
}
