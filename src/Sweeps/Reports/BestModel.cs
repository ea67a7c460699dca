namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What the best trial's model says of itself.</summary>
/// <param name="Architecture">The architecture; null where the file does not say.</param>
/// <param name="Training">How it was trained; null where the file does not say.</param>
/// <param name="Inputs">The input columns.</param>
/// <param name="Report">What training did; null where the file does not say.</param>
internal sealed record BestModel(OperatorOptions? Architecture, TrainingOptions? Training,
    IReadOnlyList<string> Inputs, TrainingReport? Report)
{
    public static BestModel Of(NeuralOperatorTransformer model)
        => new(model.Options, model.Training, model.FeatureColumnNames, model.Report);

    /// <summary>Of a model file; null where there is none.</summary>
    public static BestModel? Load(string path)
    {
        if (!File.Exists(path)) return null;
        using var model = (NeuralOperatorTransformer)new MLContext().NeuralOperators().Load(path);
        return Of(model);
    }
}
