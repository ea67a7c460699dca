using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The states of one training in a folder: the last few, and the best weights. One training at a time uses it.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    private const string Pattern = "state-*.notrain";
    private const string BestName = "best.npz";
    private readonly TrainingCheckpoints _options;
    private readonly FileStream _lock;

    /// <exception cref="IOException">The folder is a file, or cannot be made.</exception>
    /// <exception cref="InvalidOperationException">Another training uses it.</exception>
    public StateFolder(TrainingCheckpoints options)
    {
        _options = options;
        if (File.Exists(options.Folder))
            throw new IOException($"The folder of the checkpoints is '{options.Folder}', which is a file.");
        try
        {
            Directory.CreateDirectory(options.Folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder of the checkpoints, '{options.Folder}', cannot be made: "
                + $"{error.Message}", error);
        }
        try
        {
            // The system lets it go when the process dies, however it does.
            _lock = new FileStream(Path.Combine(options.Folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"The folder of the checkpoints, '{options.Folder}', cannot be written: "
                + $"{error.Message}", error);
        }
        catch (IOException error)
        {
            throw new InvalidOperationException($"Another training uses the checkpoints in '{options.Folder}': "
                + $"{error.Message}", error);
        }
        // What a killed process left half-written.
        foreach (string pattern in (ReadOnlySpan<string>)[".state-*.tmp", $".{BestName}.*.tmp"])
            foreach (string file in Directory.EnumerateFiles(options.Folder, pattern)) File.Delete(file);
    }

    /// <summary>The newest state that is whole and can be used; null when there is none.</summary>
    /// <param name="require">
    /// Throws a <see cref="FormatException"/> for a state that cannot be used: the one before it is then tried.
    /// </param>
    /// <param name="warn">Is told of every state that was passed over.</param>
    /// <exception cref="InvalidOperationException">There are states, but resuming is switched off.</exception>
    /// <exception cref="FormatException">There are states, and all of them are damaged.</exception>
    public TrainingState? Newest(Action<TrainingState, string> require, Action<string>? warn)
    {
        string[] files = Files();
        if (files.Length == 0) return null;
        if (!_options.Resume)
            throw new InvalidOperationException($"'{_options.Folder}' holds states of a training, and Resume is off. "
                + "Give it an empty folder.");
        FormatException? damage = null;
        foreach (string file in files)
        {
            try
            {
                TrainingState state = TrainingStateFile.Read(file);
                require(state, file);
                if (damage is not null) warn?.Invoke($"{damage.Message} The training resumes from '{file}'.");
                return state;
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
        TrainingStateFile.Write(PathOf(state), state);
        DeleteOld();
    }

    /// <summary>Saves a state that the training goes back to, and deletes those after it.</summary>
    public void Rewind(TrainingState state)
    {
        string path = PathOf(state);
        TrainingStateFile.Write(path, state);
        foreach (string later in Files().TakeWhile(file => string.CompareOrdinal(file, path) > 0)) File.Delete(later);
        DeleteOld();
    }

    private string PathOf(TrainingState state) => Path.Combine(_options.Folder,
        string.Create(CultureInfo.InvariantCulture, $"state-{state.Epoch:d6}-{state.Step:d8}.notrain"));

    private void DeleteOld()
    {
        foreach (string old in Files().Skip(_options.KeepLast)) File.Delete(old);
    }

    /// <summary>Where the best weights lie, by the names of the definition's parameters.</summary>
    public string BestPath => Path.Combine(_options.Folder, BestName);

    /// <summary>Leaves the folder to others.</summary>
    public void Dispose() => _lock.Dispose();

    private string[] Files()
        => [.. Directory.EnumerateFiles(_options.Folder, Pattern).OrderDescending(StringComparer.Ordinal)];
}
