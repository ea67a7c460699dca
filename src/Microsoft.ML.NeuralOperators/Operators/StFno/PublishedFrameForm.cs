namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>What the published program of the spatio-temporal operator has and new models do not.</summary>
internal sealed record PublishedFrameForm
{
    /// <summary>What the biases of the last layer's modes are multiplied by.</summary>
    public double Delta { get; init; }

    /// <summary>
    /// The power of the number of points that the inverse transform divides by: 1 for the program's norm "backward",
    /// ½ for "ortho", 0 for "forward".
    /// </summary>
    public double Power { get; init; }

    /// <summary>Whether the lifting ends with one pointwise layer instead of an MLP and a nonlinearity.</summary>
    public bool HasLinearLifting { get; init; }

    /// <summary>
    /// What takes a product of a transform that divides by the number of points, from one number to another, to the
    /// program's.
    /// </summary>
    public double Scale(double points, double newPoints) => Math.Pow(points / newPoints, Power);
}
