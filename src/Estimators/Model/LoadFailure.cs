using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>Makes one kind of exception of everything that can be wrong with a model file.</summary>
internal static class LoadFailure
{
    /// <summary>Reads a file's content, on which alone success depends.</summary>
    /// <exception cref="FormatException">It failed: the text names the file, the reason and the way out.</exception>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw Of(path, error);
        }
    }

    /// <summary>
    /// Opens a model, which may also fail for want of a device or a native library: such errors pass.
    /// </summary>
    /// <exception cref="FormatException">The content is wrong.</exception>
    public static T GuardContent<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (FormatException error)
        {
            throw Of(path, error);
        }
    }

    private static FormatException Of(string path, Exception error)
    {
        // ML.NET makes parts of a model by reflection, layer by layer; what happened is innermost.
        while (error is TargetInvocationException or InvalidOperationException && error.InnerException is { } inner)
            error = inner;
        string reason = error.Message.TrimEnd('.', ' ');
        return new FormatException($"'{path}' cannot be loaded: {reason}. Fetch the file again from its source, "
            + "or save the model again.", error);
    }
}
