namespace Microsoft.ML.NeuralOperators;

/// <summary>A study in a folder: a SQLite file, and the trials' states and models beside it.</summary>
/// <param name="folder">The folder; it is made when it does not exist.</param>
public sealed class StudyFolder(string folder) : StudyStore
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = string.IsNullOrEmpty(folder)
        ? throw new ArgumentException("The folder of the study has no name.", nameof(folder)) : folder;

    internal override Study Open(string plan, IReadOnlyList<SweepSpace> spaces)
        => new(new SqliteTables(Folder, spaces), plan);
}
