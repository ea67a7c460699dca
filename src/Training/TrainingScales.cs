namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>By which statistics a training normalises its fields.</summary>
/// <param name="Inputs">Of every input of the operator.</param>
/// <param name="Output">Of the output.</param>
/// <param name="Frame">Of one frame of trajectories; null for maps between fields.</param>
internal sealed record TrainingScales(FieldScale[] Inputs, FieldScale Output, FieldScale? Frame)
{
    /// <summary>The statistics of the data.</summary>
    /// <param name="definition">The operator.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">Says what is normalised.</param>
    /// <param name="shards">The ranks whose samples together are the data.</param>
    /// <exception cref="InvalidOperationException">Statistics of a field are beyond single precision.</exception>
    public static TrainingScales Measure(NeuralOperator definition, FieldDataset data, TrainingOptions options,
        RankGroup shards)
    {
        if (options.RollOut is { } rollOut)
        {
            // Frames go out as they came in: one scale for both, repeated for every frame.
            FieldScale frame = Measure(data.Inputs[0], rollOut.Channels, options.NormalizeInput, options, shards);
            return new([frame.Repeated(rollOut.History)], frame.Repeated(rollOut.StepsPerPrediction), frame);
        }
        FieldScale[] inputs = [.. PointMasks.Complete(definition, data).Zip(definition.Inputs,
            (field, port) => Measure(field, field.Channels, options.NormalizeInput && port.IsNormalized, options,
            shards))];
        FieldScale output = data.HasTarget
            ? Measure(data.Target, data.Target.Channels, options.NormalizeOutput, options, shards)
            : FieldScale.Neutral(definition.Output.Channels);
        return new(inputs, output, null);
    }

    /// <summary>The statistics that a trained operator holds.</summary>
    /// <exception cref="InvalidOperationException">
    /// A roll-out is asked of an operator whose frames have statistics of their own.
    /// </exception>
    public static TrainingScales Of(NormalizedOperator definition, ParameterValues values, TrainingOptions options)
    {
        FieldScale[] inputs = [.. definition.InputNormalizers.Select(Of)];
        FieldScale output = Of(definition.OutputNormalizer);
        if (options.RollOut is not { } rollOut) return new(inputs, output, null);

        // Predictions are fed back as they are, without passing through the normalisation again.
        var frame = new FieldScale(inputs[0].Mean[..rollOut.Channels],
            inputs[0].StandardDeviation[..rollOut.Channels]);
        if (!IsRepeated(frame, inputs[0]) || !IsRepeated(frame, output))
            throw new InvalidOperationException("The model to continue from normalises its frames differently; "
                + "expected one mean and one standard deviation for all frames, in and out, as a roll-out feeds "
                + "predictions back. Continue without RollOut, or train the roll-out from the beginning.");
        return new(inputs, output, frame);

        FieldScale Of(FieldNormalizer normalizer) => new(values[normalizer.Mean], values[normalizer.StandardDeviation]);
    }

    /// <summary>Makes the statistics a part of the model.</summary>
    public void Store(NormalizedOperator definition, ParameterValues values)
    {
        foreach (var (normalizer, scale) in definition.InputNormalizers.Append(definition.OutputNormalizer)
            .Zip(Inputs.Append(Output)))
        {
            scale.Mean.CopyTo(values[normalizer.Mean], 0);
            scale.StandardDeviation.CopyTo(values[normalizer.StandardDeviation], 0);
        }
    }

    private static FieldScale Measure(FieldSamples field, int channels, bool isNormalized, TrainingOptions options,
        RankGroup shards)
    {
        if (!isNormalized) return FieldScale.Neutral(channels);
        var (mean, deviation) = field.Statistics(channels, shards.AddUp);
        if (!mean.Concat(deviation).All(float.IsFinite))
            throw new InvalidOperationException(
                $"Field '{field.Name}': the standard deviation of its numbers is beyond single precision. Take a "
                + "larger unit.");
        if (field.IsMinute())
            options.Warning?.Invoke($"Field '{field.Name}': its numbers are so small that single precision loses their "
                + "digits, and that they may count as constant. Take a smaller unit.");
        return new FieldScale(mean, deviation);
    }

    private static bool IsRepeated(FieldScale frame, FieldScale field)
    {
        FieldScale repeated = frame.Repeated(field.Mean.Length / frame.Mean.Length);
        return repeated.Mean.SequenceEqual(field.Mean)
            && repeated.StandardDeviation.SequenceEqual(field.StandardDeviation);
    }
}
