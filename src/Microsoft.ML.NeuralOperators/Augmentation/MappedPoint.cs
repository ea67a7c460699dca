namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>Where a grid point comes from, and how vectors and tensors change there.</summary>
internal sealed class MappedPoint
{
    private readonly int _axes;
    private readonly double[] _inverse;

    /// <summary>A point.</summary>
    /// <param name="image">x(ξ), 0 to 1 along every axis.</param>
    /// <param name="jacobian">J = ∂x/∂ξ, row by row.</param>
    public MappedPoint(double[] image, double[] jacobian)
    {
        (Image, _axes) = (image, image.Length);
        _inverse = new double[jacobian.Length];
        for (int i = 0; i < _axes; i++)
            for (int j = 0; j < _axes; j++) _inverse[j * _axes + i] = Cofactor(jacobian, i, j);
        for (int j = 0; j < _axes; j++) Determinant += jacobian[j] * _inverse[j * _axes];
        for (int k = 0; k < _inverse.Length; k++) _inverse[k] /= Determinant;
    }

    /// <summary>x(ξ).</summary>
    public double[] Image { get; }

    /// <summary>det J.</summary>
    public double Determinant { get; }

    /// <summary>A quantity at x(ξ) as it is at ξ.</summary>
    /// <param name="quantity">What it is.</param>
    /// <param name="values">Its channels at x(ξ).</param>
    /// <param name="changed">Gets them at ξ.</param>
    public void Change(FieldQuantity quantity, ReadOnlySpan<double> values, Span<double> changed)
    {
        switch (quantity.Word)
        {
            case "scalar": changed[0] = values[0]; break;
            case "density": changed[0] = Determinant * values[0]; break;
            case "tensor": Tensor(values, changed); break;
            default:
                int[] components = quantity.Components(_axes);
                double scale = quantity.Word == "velocity" ? 1 : Determinant;
                for (int i = 0; i < _axes; i++)
                {
                    double sum = 0;
                    for (int j = 0; j < _axes; j++)
                        sum += _inverse[components[i] * _axes + components[j]] * values[j];
                    changed[i] = scale * sum;
                }
                break;
        }
    }

    // det J J⁻¹ a J⁻ᵀ.
    private void Tensor(ReadOnlySpan<double> values, Span<double> changed)
    {
        for (int i = 0; i < _axes; i++)
            for (int j = i; j < _axes; j++)
            {
                double sum = 0;
                for (int k = 0; k < _axes; k++)
                    for (int l = 0; l < _axes; l++)
                        sum += _inverse[i * _axes + k] * values[FieldQuantity.TensorChannel(k, l, _axes)]
                            * _inverse[j * _axes + l];
                changed[FieldQuantity.TensorChannel(i, j, _axes)] = Determinant * sum;
            }
    }

    private double Cofactor(double[] m, int row, int column) => _axes switch
    {
        1 => 1,
        2 => (row == column ? 1 : -1) * m[2 * (1 - row) + 1 - column],
        _ => Minor(m, (row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3),
    };

    private static double Minor(double[] m, int a, int b, int c, int d)
        => m[3 * a + c] * m[3 * b + d] - m[3 * a + d] * m[3 * b + c];
}
