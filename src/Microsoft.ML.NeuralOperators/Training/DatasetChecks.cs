using Microsoft.ML.NeuralOperators.Interpreters.Cost;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Refuses data that an operator cannot be trained on, before anything is allocated.</summary>
internal static class DatasetChecks
{
    public static void Require(NeuralOperator definition, FieldDataset data)
    {
        if (data.Count == 0)
            throw new InvalidOperationException($"The training data has no rows: field '{data.Target.Name}' is empty.");
        if (data.Inputs.Count != definition.Inputs.Count)
            throw new InvalidOperationException($"{definition.GetType().Name} takes {definition.Inputs.Count} fields, got {data.Inputs.Count}.");
        for (int i = 0; i < data.Inputs.Count; i++) RequireShape(definition.Inputs[i], data.Inputs[i]);
        RequireShape(definition.Output, data.Target);
        Shape output = CostInterpreter.Measure(definition, [.. data.Inputs.Select(One)]).Output;
        if (!output.Equals(One(data.Target)))
            throw new InvalidOperationException(
                $"Field '{data.Target.Name}' has the shape {One(data.Target).Range(1, output.Rank)}, but the operator gives {output.Range(1, output.Rank)}.");
        foreach (FieldSamples samples in data.Inputs.Append(data.Target)) RequireFinite(samples);
    }

    private static void RequireShape(FieldPort port, FieldSamples samples)
    {
        Shape actual = One(samples).Range(1, samples.Grid.Count + 2);
        bool fits = samples.Channels == port.Channels && samples.Grid.Count == port.Axes.Count
            && port.Axes.Zip(samples.Grid).All(pair => pair.First.Allows(pair.Second));
        if (!fits)
            throw new InvalidOperationException($"Field '{samples.Name}': expected the shape {port.SampleShape}, got {actual}.");
        for (int i = 0; i < port.Axes.Count; i++)
            if (samples.Grid[i] < port.Axes[i].MinimumToTrain)
                throw new InvalidOperationException(
                    $"Field '{samples.Name}': the axis '{port.Axes[i].Name}' has {samples.Grid[i]} points, but the operator's " +
                    $"options need at least {port.Axes[i].MinimumToTrain}. Lower the number of modes or give a finer grid.");
    }

    private static void RequireFinite(FieldSamples samples)
    {
        for (int i = 0; i < samples.Values.Length; i++)
            if (!float.IsFinite(samples.Values[i]))
                throw new InvalidOperationException(
                    $"Field '{samples.Name}': row {i / samples.SampleLength} holds the value {samples.Values[i]}; training needs finite numbers.");
    }

    private static Shape One(FieldSamples samples) => Shape.Of([1, .. samples.Shape[1..]]);
}
