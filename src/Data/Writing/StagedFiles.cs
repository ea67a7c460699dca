namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>
/// Several files that appear when all of them are complete: written under other names beside their targets, then
/// renamed in order. What is not completed is deleted.
/// </summary>
internal sealed class StagedFiles : IDisposable
{
    private readonly List<(string Temporary, string Target)> _files = [];
    private string? _folder;

    /// <summary>Makes a folder, which goes again where nothing comes into it.</summary>
    public void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(folder);
        _folder = folder;
    }

    /// <summary>Begins a file.</summary>
    /// <param name="target">What it will be called; the folder exists.</param>
    public Stream Create(string target)
    {
        string full = Path.GetFullPath(target);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!,
            $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        _files.Add((temporary, full));
        return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
    }

    /// <summary>Gives all files their names.</summary>
    public void Complete()
    {
        foreach (var (temporary, target) in _files) File.Move(temporary, target, overwrite: true);
        _files.Clear();
        _folder = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (temporary, _) in _files) File.Delete(temporary);
        if (_folder is not null && !Directory.EnumerateFileSystemEntries(_folder).Any()) Directory.Delete(_folder);
    }
}
