namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Weights of a trained model that a training starts from.</summary>
internal static class InitialWeights
{
    /// <summary>The weights in the order of a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="weights">Weights by name. Those that no output depends on may be missing.</param>
    /// <exception cref="InvalidOperationException">
    /// The weights are another operator's; the text names the first that does not fit.
    /// </exception>
    public static ParameterValues Of(NormalizedOperator definition, IReadOnlyDictionary<string, float[]> weights)
    {
        var names = definition.Parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (weights.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new InvalidOperationException($"The model has a parameter '{unknown}', which the operator to train "
                + "does not have. Continue with the options of the model.");
        ParameterValues drawn = ParameterValues.Initialize(definition, 0);
        return ParameterValues.From(definition, parameter =>
            weights.TryGetValue(parameter.Name, out float[]? values) ? Fitting(parameter, values) : drawn[parameter]);
    }

    private static float[] Fitting(ParameterDeclaration parameter, float[] values)
    {
        if (values.Length != parameter.Elements)
            throw new InvalidOperationException(
                $"The parameter '{parameter}' has {parameter.Elements} numbers, the model's {values.Length}. "
                + "Continue with the options of the model.");
        if (parameter.Initializer is Initializer.Given { IsPlace: true } given
            && !values.AsSpan().SequenceEqual(given.Numbers))
            throw new InvalidOperationException(
                $"The rows have other points than the model's '{parameter.Name}', which it is bound to.");
        return [.. values];
    }
}
