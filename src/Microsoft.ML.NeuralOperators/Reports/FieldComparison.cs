namespace Microsoft.ML.NeuralOperators;

/// <summary>A predicted field beside the true one, for <see cref="HtmlReport.Samples"/>.</summary>
/// <param name="Sample">Which sample, such as "Worst: row 12".</param>
/// <param name="Quantity">What the field is, such as "pressure u".</param>
/// <param name="Truth">The true field, [rows, columns] row-major; the first row is at the top.</param>
/// <param name="Prediction">The predicted field, likewise.</param>
/// <param name="Rows">Points from top to bottom; 1 on a line and on point sets.</param>
/// <param name="Columns">Points from left to right.</param>
public sealed record FieldComparison(string Sample, string Quantity, IReadOnlyList<float> Truth,
    IReadOnlyList<float> Prediction, int Rows, int Columns)
{
    /// <summary>What is worth knowing of the sample, such as "relative L2 error 0.09".</summary>
    public string Note { get; init; } = "";

    /// <summary>Which part of the sample, such as "channel 2" or "frame 5"; empty where there is only one.</summary>
    public string Part { get; init; } = "";

    /// <summary>The unit of the field, such as "Pa"; empty where it is not known.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What the operator was given, on the same or another grid.</summary>
    public IReadOnlyList<FieldPanel> Inputs { get; init; } = [];

    /// <summary>Where the points of a point set lie in the plane; null for fields on a grid.</summary>
    public PointPlaces? Places { get; init; }
}

/// <summary>Points of the plane.</summary>
/// <param name="X">Their places from left to right.</param>
/// <param name="Y">Their places from bottom to top.</param>
public sealed record PointPlaces(IReadOnlyList<float> X, IReadOnlyList<float> Y);
