using System.Text;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What an export wrote, and its loss of accuracy.</summary>
/// <param name="Path">The ONNX file.</param>
/// <param name="DataPath">The file beside it with the weights; null if they are in the ONNX file.</param>
/// <param name="Bytes">The bytes of both files.</param>
/// <param name="Precision">The number format of the weights.</param>
/// <param name="Weights">How many weight tensors this export stored in fewer bits than single precision.</param>
/// <param name="Products">How many convolutions and linear layers multiply in eight bits.</param>
public sealed record ExportReport(string Path, string? DataPath, long Bytes, ExportPrecision Precision, int Weights,
    int Products)
{
    /// <summary>How far the scores are from those of the model before the export; null without test rows.</summary>
    public FieldMetrics? Difference { get; init; }

    /// <summary>The errors of the exported model; null without true fields.</summary>
    public FieldMetrics? Errors { get; init; }

    /// <summary>The errors of the model before the export, on the same rows.</summary>
    public FieldMetrics? ErrorsBefore { get; init; }

    /// <summary>The report in one line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Invariant($"{Path}, {(Bytes + 1023) / 1024} KiB"));
        if (DataPath is not null) text.Append(" with ").Append(System.IO.Path.GetFileName(DataPath));
        text.Append($", {PrecisionName}");
        if (Difference is { } d)
            text.Append(Invariant($"; differs by {ReportNumber.Text(d.RelativeL2)} (relative L2), at most by ")
                + Invariant($"{ReportNumber.Text(d.MaximumError)}, on {d.Count} rows"));
        if (Errors is { } after && ErrorsBefore is { } before)
            text.Append($"; relative L2 error {ReportNumber.Text(after.RelativeL2, 4)}, before "
                + ReportNumber.Text(before.RelativeL2, 4));
        return text.ToString();
    }

    private string PrecisionName => Precision switch
    {
        ExportPrecision.Float16 => Invariant($"{Weights} weights of float16"),
        ExportPrecision.Int8 => Invariant($"{Weights} weights of int8"),
        ExportPrecision.Int8Static => Invariant($"{Weights} weights of int8, {Products} layers computed in int8"),
        _ => "float32",
    };
}
