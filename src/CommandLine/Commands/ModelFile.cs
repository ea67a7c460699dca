namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Trained models on disk.</summary>
internal static class ModelFile
{
    public static bool IsModel(string path)
        => File.Exists(path) && Path.GetExtension(path).ToLowerInvariant() is ".zip" or ".onnx";

    /// <summary>A model that this tool or the library saved, an exported one, or published weights.</summary>
    /// <param name="context">The context to load it in.</param>
    /// <param name="path">The file.</param>
    /// <param name="arguments">What published weights do not tell of themselves.</param>
    /// <param name="advice">How the user gives a missing argument; null if the command has no option for it.</param>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static LoadedModel Load(MLContext context, string path, Dictionary<string, object>? arguments = null,
        string? advice = null)
    {
        NeuralOperatorsCatalog operators = context.NeuralOperators();
        ITransformer model = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".zip" => operators.Load(path),
            ".onnx" => operators.LoadOnnx(path),
            _ => Weights(operators, path, arguments ?? [], advice ?? $"neuralop export {path} --argument NAME=VALUE "
                + "-o model.onnx makes a model of it."),
        };
        return new LoadedModel(model, path);
    }

    private static NeuralOperatorTransformer Weights(NeuralOperatorsCatalog operators, string path,
        Dictionary<string, object> arguments, string advice)
    {
        try
        {
            return operators.LoadCheckpoint(path, new() { Arguments = arguments });
        }
        catch (FormatException error) when (error.Message.Contains("argument", StringComparison.Ordinal))
        {
            throw new FormatException($"{error.Message} {advice}", error);
        }
    }
}

/// <summary>A model, and the operator in it.</summary>
internal sealed record LoadedModel(ITransformer Whole, string Path) : IDisposable
{
    /// <exception cref="FormatException">A pipeline holds more than one.</exception>
    public NeuralOperatorTransformer Operator => Whole as NeuralOperatorTransformer
        ?? throw new FormatException($"'{Path}' is a pipeline of several steps, which this command does not take.");

    public void Dispose() => (Whole as IDisposable)?.Dispose();
}
