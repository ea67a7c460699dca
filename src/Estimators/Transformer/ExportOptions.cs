using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How a trained operator is exported.</summary>
public sealed record ExportOptions : IRules
{
    /// <summary>In which numbers weights are kept; null for those that the model has.</summary>
    public ExportPrecision? Precision { get; init; }

    /// <summary>
    /// Rows such as those that will be scored, for <see cref="ExportPrecision.Int8Static"/>: their values between
    /// layers set the ranges of eight bits. Their grid may be any that the operator takes.
    /// </summary>
    public IDataView? Calibration { get; init; }

    /// <summary>How many of these rows are read, at most.</summary>
    [Range(1, int.MaxValue)]
    public int CalibrationRows { get; init; } = 128;

    /// <summary>
    /// Rows on which the loss of accuracy is measured before anything is written; null measures none.
    /// </summary>
    public IDataView? Test { get; init; }

    /// <summary>
    /// The true field's column in <see cref="Test"/>, for errors of both models; null compares them with each other
    /// only.
    /// </summary>
    public string? LabelColumnName { get; init; }

    /// <summary>
    /// What people should know of the model. What the model knows itself is added; null keeps the card that it has.
    /// </summary>
    public ModelCard? Card { get; init; }

    /// <summary>
    /// Mebibytes of weights above which they go to a second file, <c>NAME.onnx.data</c>. The default is near the 2 GiB
    /// that one file can have.
    /// </summary>
    [Range(0, 1984)]
    public int MaxFileMegabytes { get; init; } = 1984;

    /// <summary>Stops the export, of which nothing is left then.</summary>
    public CancellationToken CancellationToken { get; init; }

    IEnumerable<string> IRules.Faults()
    {
        if (Precision == ExportPrecision.Int8Static && Calibration is null)
            yield return "Calibration is null; Int8Static expects rows to measure the ranges of values on";
        if (LabelColumnName is not null && Test is null)
            yield return "LabelColumnName names a column of Test, which is null";
    }
}
