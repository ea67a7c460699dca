using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The states of one training in a folder: the last few, and the best weights.</summary>
internal sealed class StateFolder
{
    private const string Pattern = "state-*.notrain";
    private const string BestName = "best.npz";
    private readonly TrainingCheckpoints _options;

    public StateFolder(TrainingCheckpoints options)
    {
        _options = options;
        if (File.Exists(options.Folder)) throw new IOException($"The folder of the checkpoints is '{options.Folder}', which is a file.");
        Directory.CreateDirectory(options.Folder);
        // What a killed process left half-written.
        foreach (string pattern in (ReadOnlySpan<string>)[".state-*.tmp", $".{BestName}.*.tmp"])
            foreach (string file in Directory.EnumerateFiles(options.Folder, pattern)) File.Delete(file);
    }

    /// <summary>The newest state that is whole, with its path; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">There are states, but resuming is switched off.</exception>
    /// <exception cref="FormatException">There are states, and all of them are damaged.</exception>
    public (TrainingState State, string Path)? Newest()
    {
        string[] files = Files();
        if (files.Length == 0) return null;
        if (!_options.Resume)
            throw new InvalidOperationException($"'{_options.Folder}' holds states of a training, and Resume is off. Give it an empty folder.");
        FormatException? damage = null;
        foreach (string file in files)
        {
            try
            {
                return (TrainingStateFile.Read(file), file);
            }
            catch (FormatException error)
            {
                // The one before it is as good, only older.
                damage ??= error;
            }
        }
        throw damage!;
    }

    /// <summary>Saves a state and deletes those that are too old.</summary>
    public void Save(TrainingState state)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"state-{state.Epoch:d6}-{state.Step:d8}.notrain");
        TrainingStateFile.Write(Path.Combine(_options.Folder, name), state);
        foreach (string old in Files().Skip(_options.KeepLast)) File.Delete(old);
    }

    /// <summary>Where the best weights lie, by the names of the definition's parameters.</summary>
    public string BestPath => Path.Combine(_options.Folder, BestName);

    private string[] Files() => [.. Directory.EnumerateFiles(_options.Folder, Pattern).OrderDescending(StringComparer.Ordinal)];
}
