namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>Which of the exceptions that reading nonsense leads to are the file's fault.</summary>
internal static class Hdf5Damage
{
    private static readonly string Impossible = Message();

    /// <summary>
    /// Whether the machine lacks memory. An array longer than arrays can be lacks none: the file promised it.
    /// </summary>
    public static bool IsTrueShortage(Exception error)
        => error is OutOfMemoryException && error.Message != Impossible;

    // What the runtime says of such arrays, in its language.
    private static string Message()
    {
        try
        {
            return $"{new byte[int.MaxValue].Length}";
        }
        catch (OutOfMemoryException error)
        {
            return error.Message;
        }
    }
}
