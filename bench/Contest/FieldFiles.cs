using Microsoft.ML.NeuralOperators;

namespace Contest;

/// <summary>
/// The data as files that every contender loads: fields "Features" and "Label" on grids, and the same numbers as
/// sensors, points and labels. Training, test, and the test problems on a finer grid where there are any.
/// </summary>
internal class FieldFiles(string folder)
{
    public string Folder { get; } = folder;

    public string Training(bool isOnPoints) => Path(nameof(Training), isOnPoints);

    public string Test(bool isOnPoints) => Path(nameof(Test), isOnPoints);

    public string Fine(bool isOnPoints) => Path(nameof(Fine), isOnPoints);

    /// <summary>Fields on grids of the unit square, and the same as point sets.</summary>
    /// <param name="name">Which file.</param>
    /// <param name="fields">Inputs and labels with one channel.</param>
    protected void Write(string name, (FieldSamples A, FieldSamples U) fields)
    {
        (int count, int rows, int columns) = (fields.A.Count, fields.A.Grid[0], fields.A.Grid[1]);
        float[] a = [.. fields.A.Values], u = [.. fields.U.Values], points = new float[count * 2 * rows * columns];
        // Cell centres of the unit square, the same in every row.
        for (int i = 0; i < points.Length; i++)
        {
            int point = i % (rows * columns);
            points[i] = i / (rows * columns) % 2 == 0 ? (point / columns + 0.5f) / rows
                : (point % columns + 0.5f) / columns;
        }
        WriteGrid(name, ("Features", fields.A), ("Label", fields.U));
        ArrayFile.WriteNpz(Path(name, true),
            [new("Features", [count, 1, rows * columns], a), new("Label", [count, 1, rows * columns], u),
            new("Points", [count, 2, rows * columns], points)]);
    }

    /// <summary>Fields on grids.</summary>
    protected void WriteGrid(string name, params IReadOnlyList<(string Column, FieldSamples Field)> fields)
        => ArrayFile.WriteNpz(Path(name, false), [.. fields.Select(f => new NamedArray(f.Column,
            [f.Field.Count, f.Field.Channels, .. f.Field.Grid], [.. f.Field.Values]))]);

    private string Path(string name, bool isOnPoints)
        => System.IO.Path.Combine(Folder, $"{name}-{(isOnPoints ? "points" : "grid")}.npz");
}
