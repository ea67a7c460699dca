namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Trained models on disk.</summary>
internal static class ModelFile
{
    public static bool IsModel(string path)
        => File.Exists(path) && Path.GetExtension(path).ToLowerInvariant() is ".zip" or ".onnx";

    /// <summary>A model that this tool or the library saved, an exported one, or published weights.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static LoadedModel Load(MLContext context, string path)
    {
        NeuralOperatorsCatalog operators = context.NeuralOperators();
        ITransformer model = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".zip" => operators.Load(path),
            ".onnx" => operators.LoadOnnx(path),
            _ => operators.LoadCheckpoint(path),
        };
        return new LoadedModel(model, path);
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
