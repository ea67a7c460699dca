using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>Makes one kind of exception of everything that can be wrong with a model file.</summary>
internal static class LoadFailure
{
    /// <summary>Reads a file's content, on which alone success depends.</summary>
    /// <exception cref="FormatException">It failed: the text names the file, the reason and the way out.</exception>
    public static T Guard<T>(string path, Func<T> read)
        => Guard(path, read, error => error is not OutOfMemoryException);

    /// <summary>
    /// Opens a model, which may also fail for want of a device or a native library: such errors pass.
    /// </summary>
    /// <exception cref="FormatException">The content is wrong.</exception>
    public static T GuardContent<T>(string path, Func<T> open) => Guard(path, open, error => error is FormatException);

    private static T Guard<T>(string path, Func<T> read, Func<Exception, bool> isOfContent)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (isOfContent(error))
        {
            // ML.NET makes parts of a model by reflection, layer by layer; what happened is innermost.
            while (error is TargetInvocationException or InvalidOperationException && error.InnerException is { } inner)
                error = inner;
            string reason = error.Message.TrimEnd('.', ' ');
            throw new FormatException($"'{path}' cannot be loaded: {reason}. Fetch the file again from its source, "
                + "or save the model again.", error);
        }
    }
}
