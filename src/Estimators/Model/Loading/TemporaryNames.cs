using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Model.Loading;

/// <summary>
/// ML.NET writes a saved graph to a temporary file of a random name before it opens it. One name in 32,768 ends with
/// ".ort", and ONNX Runtime takes such a file for a model of its own format, which a graph is not.
/// </summary>
internal static class TemporaryNames
{
    /// <summary>Loads, and tries once more if the name was an unlucky one.</summary>
    public static T Again<T>(Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception error) when (IsOfName(error))
        {
            return load();
        }
    }

    private static bool IsOfName(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        return error is OnnxRuntimeException
            && error.Message.Contains("ORT model verification failed", StringComparison.Ordinal);
    }
}
