namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>A column of rows, each [channels, points…], as plain numbers.</summary>
/// <param name="Name">The column.</param>
/// <param name="Channels">Channels, or parameters where there are no points.</param>
/// <param name="Grid">Points along each axis; nothing where rows differ.</param>
/// <param name="Rows">The numbers of every row.</param>
internal sealed record SampleColumn(string Name, int Channels, IReadOnlyList<int>? Grid, IReadOnlyList<float[]> Rows)
{
    /// <summary>Whether rows have different numbers of points.</summary>
    public bool IsVarying => Grid is null;

    /// <summary>
    /// The rows as training takes them: those with fewer points than others are filled up with zeros.
    /// </summary>
    public FieldSamples ToSamples()
    {
        if (Grid is not null) return new FieldSamples(Name, Channels, Grid, [.. Rows.SelectMany(row => row)]);
        int[] points = [.. Rows.Select(row => row.Length / Channels)];
        int longest = points.Max();
        var samples = new FieldSamples(Name, Channels, [longest],
            [.. Rows.SelectMany(row => row.Chunk(row.Length / Channels))
                .SelectMany(channel => channel.Concat(new float[longest - channel.Length]))]);
        return points.All(n => n == longest) ? samples : samples.With(points);
    }
}
