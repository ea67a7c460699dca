namespace Microsoft.ML.NeuralOperators;

/// <summary>A study in a folder: a SQLite file, and the trials' states and models beside it.</summary>
/// <param name="folder">The folder; it is made when it does not exist.</param>
public sealed class StudyFolder(string folder) : StudyStore
{
    private const string FileName = "study.db";

    /// <summary>The folder.</summary>
    public string Folder { get; } = string.IsNullOrEmpty(folder)
        ? throw new ArgumentException("The folder of the study has no name.", nameof(folder)) : folder;

    internal override string Title => $"of '{Folder}'";

    internal override string Absence
        => $"There is no study in '{Folder}': it has no file {FileName} of one. Expected a folder that SetStudy, or "
            + "neuralop's --study, was given.";

    private protected override bool MayHaveBegun => File.Exists(DataFile);

    // Also the file itself is known for what it is.
    private string DataFile => File.Exists(Folder) ? Folder : Path.Combine(Folder, FileName);

    internal override StudyTables Tables(IReadOnlyList<SweepSpace>? spaces) => new SqliteTables(DataFile, spaces);
}
