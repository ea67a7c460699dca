using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How a trained operator is exported.</summary>
public sealed record ExportOptions : IRules
{
    /// <summary>The number format of the weights; null, the default, for the one that the model has.</summary>
    public ExportPrecision? Precision { get; init; }

    /// <summary>
    /// Rows like those that will be scored, for <see cref="ExportPrecision.Int8Static"/>: the ranges of eight bits are
    /// measured on them. They may be on any grid that the operator takes.
    /// </summary>
    public IDataView? Calibration { get; init; }

    /// <summary>How many calibration rows are read, at most. Default 128.</summary>
    [Range(1, int.MaxValue)]
    public int CalibrationRows { get; init; } = 128;

    /// <summary>
    /// Rows on which the loss of accuracy is measured before anything is written; null, the default, to measure
    /// nothing.
    /// </summary>
    public IDataView? Test { get; init; }

    /// <summary>
    /// The column of the true field in <see cref="Test"/>, to measure the errors of both models; null, the default, to
    /// compare the models only with each other.
    /// </summary>
    public string? LabelColumnName { get; init; }

    /// <summary>
    /// What people should know about the model; the export adds what the model knows itself. Null keeps the card that
    /// it has.
    /// </summary>
    public ModelCard? Card { get; init; }

    /// <summary>
    /// The size of weights, in MiB, above which they go to a second file, <c>NAME.onnx.data</c>. Default 1984, close to
    /// the limit of 2 GiB for one file.
    /// </summary>
    [Range(0, 1984)]
    public int MaxFileMegabytes { get; init; } = 1984;

    /// <summary>Cancels the export; nothing of it is left then.</summary>
    public CancellationToken CancellationToken { get; init; }

    IEnumerable<string> IRules.Faults()
    {
        if (Precision == ExportPrecision.Int8Static && Calibration is null)
            yield return "Calibration is null; Int8Static needs rows to measure the ranges of values on";
        if (LabelColumnName is not null && Test is null)
            yield return "LabelColumnName names a column of Test, which is null";
    }
}
