namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>The models by name. Requests name models, never files.</summary>
internal sealed class ModelTable(IEnumerable<ServedOperator> models, ServerOptions options)
{
    private readonly SortedDictionary<string, ServedOperator> _models
        = new(models.ToDictionary(m => m.Name), StringComparer.Ordinal);

    /// <summary>The model of a name; the only one when no name is given.</summary>
    /// <exception cref="RequestFault">There is none, or no name was given and there are several.</exception>
    public ServedOperator Get(string? name)
    {
        string known = $"The models are {string.Join(", ", _models.Keys.Select(k => $"'{k}'"))}.";
        if (string.IsNullOrEmpty(name))
            return _models.Count == 1 ? _models.Values.Single()
                : throw RequestFault.Malformed($"Expected the name of a model, got none. {known}");
        return _models.TryGetValue(name, out ServedOperator? model) ? model
            : throw new RequestFault(404, "No such model", $"Got the name '{name}'. {known}");
    }

    /// <summary>The answer of /models.</summary>
    public IReadOnlyList<ModelDescription> Describe() => [.. _models.Values.Select(model => new ModelDescription(
        model.Name, [.. model.Info.Inputs.Values.First().Skip(1)], [.. model.Info.Outputs.Values.First().Skip(1)],
        model.ExecutionProvider, model.ReloadFault is null, options.MaxRequestBytes / sizeof(float),
        options.Problems.TryGetValue(model.Name, out Problem problem) ? $"{problem}" : null, options.MaxSolvedCells,
        TrainingFacts.Of(model.Info)))];
}
