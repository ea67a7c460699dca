namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>When a file was written and how long it is: what tells a changed file without reading it.</summary>
internal readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>
    /// The stamp of a file, or of the file that a symbolic link leads to: volumes of Kubernetes change links.
    /// </summary>
    public static FileStamp Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) file = target;
            return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
        }
        // It may vanish between two questions.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
