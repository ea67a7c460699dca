namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The states of a training beside its model file.</summary>
internal sealed class StoppedTraining(string model)
{
    /// <summary>Where they are.</summary>
    public string Folder { get; } = $"{model}.states";

    /// <summary>Whether there is one to resume.</summary>
    // Stages have folders of their own within it.
    public bool Exists => Directory.Exists(Folder)
        && Directory.EnumerateFiles(Folder, "state-*", SearchOption.AllDirectories).Any();

    /// <summary>Nothing is resumed, and nothing given up, that nobody asked for.</summary>
    /// <exception cref="ArgumentException">There is none to resume, or one that would be lost.</exception>
    public void Require(bool resume, bool restart)
    {
        string name = Path.GetFileName(model);
        if (resume && restart) throw new ArgumentException("--resume and --restart exclude each other.");
        if (resume && !Exists) throw new ArgumentException($"There is no stopped training of '{name}' to resume.");
        if (Exists && !resume && !restart)
            throw new ArgumentException($"A training of '{name}' was stopped. Continue it with --resume, or give it "
                + "up with --restart.");
    }

    /// <summary>
    /// Deletes the folder of a training that saved nothing; not one that another training has just made.
    /// </summary>
    public void DeleteEmpty()
    {
        if (Directory.Exists(Folder) && !Directory.EnumerateFileSystemEntries(Folder).Any()) Directory.Delete(Folder);
    }

    public void Delete()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
