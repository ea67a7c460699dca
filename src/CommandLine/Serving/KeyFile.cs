namespace Microsoft.ML.NeuralOperators.CommandLine.Serving;

/// <summary>
/// A file of keys, one a line, each in plain text or as "sha256:" and its digest. Lines that begin with # are comments.
/// </summary>
internal static class KeyFile
{
    private const int Shortest = 16;

    /// <exception cref="FormatException">It holds no keys, or one that is too short.</exception>
    public static string[] Read(string path)
    {
        string[] keys = [.. File.ReadAllLines(path).Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')];
        if (keys.Length == 0) throw new FormatException($"'{path}' has no key: expected one a line.");
        int wrong = Array.FindIndex(keys, key => key.Length < Shortest);
        return wrong < 0 ? keys
            : throw new FormatException($"'{path}': key {wrong + 1} has {keys[wrong].Length} characters; expected "
                + $"{Shortest} or more.");
    }
}
