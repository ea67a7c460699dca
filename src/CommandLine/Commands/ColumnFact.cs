using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A field as a model would see it.</summary>
internal sealed record ColumnFact(string Name, int Channels, int[] Grid)
{
    public static ColumnFact? Of(DataViewSchema.Column column)
    {
        if (column.IsHidden || column.Type is not VectorDataViewType { Dimensions: [var channels, .. var grid] })
            return null;
        return new ColumnFact(column.Name, channels, [.. grid]);
    }

    public override string ToString() => (Grid, Channels) switch
    {
        // Without an axis of channels, fields have one channel: the model's number of axes decides.
        ([var points], > 1) => $"field of {Channels}×{points} points, or {Channels} channels of {points}",
        ([], _) => $"{Channels} numbers",
        (_, 1) => $"field of {string.Join("×", Grid)} points",
        _ => $"{Channels} channels of {string.Join("×", Grid)} points",
    };
}
