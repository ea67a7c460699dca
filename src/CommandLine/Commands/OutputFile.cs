namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A file that a command writes.</summary>
internal static class OutputFile
{
    /// <summary>Makes its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Files that the command reads.</param>
    /// <exception cref="ArgumentException">It is one of those.</exception>
    public static string Prepare(string path, params IEnumerable<string> read)
    {
        string full = Path.GetFullPath(path);
        if (read.Any(file => Path.GetFullPath(file) == full))
            throw new ArgumentException($"'{path}' is read; choose another file to write.");
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return path;
    }

    /// <summary>Writes it whole or not at all; one that is there stays until the new one is complete.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = $"{path}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary)) write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
