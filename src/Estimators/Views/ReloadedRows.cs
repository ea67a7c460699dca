namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// Rows of a file of a set that can only be read as a whole. It is read again whenever a cursor comes to it, and given
/// up when the cursor goes on.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="column">The column.</param>
/// <param name="request">What is wanted of the set.</param>
/// <param name="first">What its first reading gave.</param>
internal sealed class ReloadedRows(string file, string column, FieldRequest request, RowSource first) : RowSource
{
    public override bool HasSamples { get; } = first.HasSamples;

    public override int Samples { get; } = first.Samples;

    public override int Frames { get; } = first.Frames;

    public override FrameWindow? Window { get; } = first.Window;

    public override IReadOnlyList<int> Dimensions { get; } = [.. first.Dimensions];

    public override bool IsVarying { get; } = first.IsVarying;

    public override bool IsInMemory => false;

    public override RowReader Open()
    {
        // The other columns of the file have readers of their own.
        FieldRequest own = request.Columns is null || request.Layouts?.Convention is not null ? request
            : request with { Columns = new() { [column] = request.Columns[column] } };
        RowSource rows = FieldFile.Load(file, own, request.KeptNumbers, _ => { }, _ => { })
            .First(c => c.Name == column).Rows;
        return rows.Samples == Samples && rows.Dimensions.SequenceEqual(Dimensions) ? rows.Open()
            : throw new FormatException($"'{file}' has changed since it was opened; load it again.");
    }
}
