using Microsoft.Data.Sqlite;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>A study as it was at one moment, read without the program that runs it.</summary>
internal sealed class StudyReader : IDisposable
{
    private readonly string _folder;
    private readonly StudyFile _file;

    private StudyReader(string folder)
    {
        _folder = folder;
        _file = new StudyFile(Path.Combine(folder, Study.FileName), null);
        using SqliteTransaction view = _file.Begin();
        (Description, Trials, Results) = (_file.Description(), _file.Trials(), _file.Results());
    }

    public StudyDescription Description { get; }

    public IReadOnlyList<SweepTrial> Trials { get; }

    public IReadOnlyList<StudyResult> Results { get; }

    /// <summary>Reads the study of a folder.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static StudyReader Open(string folder)
        => File.Exists(Path.Combine(folder, Study.FileName)) ? new StudyReader(folder)
            : throw new FileNotFoundException($"There is no study in '{folder}': it has no file {Study.FileName}.");

    /// <summary>The file of a trial's model.</summary>
    public string ModelOf(int trial) => Study.ModelOf(_folder, trial);

    public void Dispose() => _file.Dispose();
}
