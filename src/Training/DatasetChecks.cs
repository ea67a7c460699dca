namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Refuses data that an operator cannot be trained on, before anything is allocated.</summary>
internal static class DatasetChecks
{
    public const string Training = "training", Validation = "validation";

    /// <summary>Throws for the first fault, naming the data by its role.</summary>
    /// <param name="definition">The operator.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">Loss and roll-out decide what is needed.</param>
    /// <param name="role"><see cref="Training"/> or <see cref="Validation"/>.</param>
    public static void Require(NeuralOperator definition, FieldDataset data, TrainingOptions options, string role)
    {
        FieldSamples last = data.All.Last();
        if (data.Count == 0)
            throw new InvalidOperationException($"The {role} data has no rows: field '{last.Name}' is empty.");
        if (options.RollOut is { } rollOut) RequireTrajectories(definition, data, rollOut);
        else RequireMap(definition, data, options);
        bool mayMiss = options.MissingValues == MissingValues.Mask;
        FieldPort[] ports = [.. definition.Inputs.Where(p => !p.IsMask)];
        for (int i = 0; i < data.Inputs.Count; i++)
            RequireFinite(data.Inputs[i], role, mayMiss && ports[i].MayMissValues, ports[i].MayMissValues);
        if (data.HasTarget) RequireFinite(data.Target, role, mayMiss, true);
    }

    private static void RequireMap(NeuralOperator definition, FieldDataset data, TrainingOptions options)
    {
        FieldPort[] ports = [.. definition.Inputs.Where(p => !p.IsMask)];
        if (data.Inputs.Count != ports.Length)
            throw new InvalidOperationException($"{definition.GetType().Name} takes {ports.Length} fields, got "
                + $"{data.Inputs.Count}.");
        if (!data.HasTarget && options.Loss.NeedsTarget)
            throw new InvalidOperationException($"The loss {options.Loss.GetType().Name} compares with labels, but the "
                + "data has none.");
        if (options.Loss.NeedsGrid && definition.Output.Axes.Any(a => a.IsPointSet))
            throw new InvalidOperationException(
                $"The loss {options.Loss.GetType().Name} takes differences along grid axes, but the output is given at "
                + $"points without order. Take {nameof(Loss.RelativeL2)}.");
        for (int i = 0; i < ports.Length; i++) RequireShape(ports[i], data.Inputs[i]);
        if (data.HasTarget) RequireShape(definition.Output, data.Target);
        RequirePoints(data.HasTarget ? [.. ports, definition.Output] : ports, [.. data.All]);
        Shape output = CostInterpreter.Measure(definition,
            [.. PointMasks.Complete(definition, data).Select(One)]).Output;
        if (data.HasTarget && !output.Equals(One(data.Target)))
            throw new InvalidOperationException(
                $"Field '{data.Target.Name}' has the shape {One(data.Target).Range(1, output.Rank)}, but the operator "
                + $"gives {output.Range(1, output.Rank)}.");
    }

    private static void RequireTrajectories(NeuralOperator definition, FieldDataset data, RollOut rollOut)
    {
        FieldSamples trajectories = data.Inputs[0];
        int frames = trajectories.Channels / rollOut.Channels, needed = rollOut.History
            + rollOut.StepsPerPrediction * rollOut.Lengths.Max();
        if (trajectories.Channels % rollOut.Channels != 0)
            throw new InvalidOperationException($"Field '{trajectories.Name}': {trajectories.Channels} channels are no "
                + $"whole number of frames of {rollOut.Channels}.");
        if (frames < needed)
            throw new InvalidOperationException($"Field '{trajectories.Name}': {frames} frames are fewer than the "
                + $"{needed} that the roll-out needs (history and predictions).");
        int[] channels = [rollOut.History * rollOut.Channels, rollOut.StepsPerPrediction * rollOut.Channels];
        if (definition.Inputs.Count != 1 || definition.Inputs[0].Channels != channels[0]
            || definition.Output.Channels != channels[1])
            throw new InvalidOperationException($"The roll-out needs an operator from {channels[0]} to {channels[1]} "
                + "channels.");
        RequireShape(definition.Inputs[0], new FieldSamples(trajectories.Name, channels[0], trajectories.Grid, []));
    }

    private static void RequireShape(FieldPort port, FieldSamples samples)
    {
        Shape actual = One(samples).Range(1, samples.Grid.Count + 2);
        bool fits = samples.Channels == port.Channels && samples.Grid.Count == port.Axes.Count
            && port.Axes.Zip(samples.Grid).All(pair => pair.First.Allows(pair.Second));
        if (!fits)
            throw new InvalidOperationException($"Field '{samples.Name}': expected the shape {port.SampleShape}, got "
                + $"{actual}."
                + (port.Axes.Any(a => a.MultipleOf > 1) ? " Fewer levels fit more sizes." : ""));
        for (int i = 0; i < port.Axes.Count; i++)
            if (samples.Grid[i] < port.Axes[i].MinimumToTrain)
                throw new InvalidOperationException(
                    $"Field '{samples.Name}': the axis '{port.Axes[i].Name}' has {samples.Grid[i]} points, but the "
                    + $"operator's options need at least {port.Axes[i].MinimumToTrain}. Give a finer grid, or fewer "
                    + "modes or levels where the options have them.");
    }

    // Fields at the same points have as many of them in every row; rows may differ where the operator allows it.
    private static void RequirePoints(FieldPort[] ports, FieldSamples[] fields)
    {
        for (int i = 0; i < ports.Length; i++)
        {
            if (ports[i].Axes.Count == 0 || !ports[i].Axes[^1].IsPointSet) continue;
            GridAxis axis = ports[i].Axes[^1];
            if (fields[i].Points is { } points && !axis.AllowsPadding)
                throw new InvalidOperationException(
                    $"Field '{fields[i].Name}': rows have {points.Min()} to {points.Max()} points along '{axis.Name}', "
                    + "but the operator needs as many in every row.");
            int other = Array.FindIndex(ports, p => p.Axes.Count > 0 && p.Axes[^1].Name == axis.Name);
            for (int row = 0; row < fields[i].Count; row++)
                if (fields[i].PointsOf(row) != fields[other].PointsOf(row))
                    throw new InvalidOperationException(
                        $"Fields '{fields[other].Name}' and '{fields[i].Name}' are given at the same points, but row "
                        + $"{Row(fields[i], row)} has {fields[other].PointsOf(row)} and {fields[i].PointsOf(row)} of "
                        + "them.");
        }
    }

    private static void RequireFinite(FieldSamples samples, string role, bool mayMiss, bool canMiss)
    {
        var isThere = new bool[samples.Channels];
        int points = samples.SampleLength / samples.Channels;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            bool hasNumbers = false;
            ReadOnlySpan<float> values = samples[sample];
            for (int i = 0; i < values.Length; i++)
            {
                if (float.IsFinite(values[i])) hasNumbers = isThere[i / points] = true;
                else if (!mayMiss || !float.IsNaN(values[i]))
                    throw Fault(sample, $"holds the value {values[i]}; training needs finite numbers."
                        + (float.IsNaN(values[i]) && canMiss && !mayMiss
                            ? $" Where NaN means a missing value, set {nameof(TrainingOptions.MissingValues)} to "
                            + $"{nameof(MissingValues.Mask)}." : ""));
            }
            if (!hasNumbers) throw Fault(sample, "has no numbers: all are NaN. Leave the row out.");
        }
        if (Array.IndexOf(isThere, false) is var channel and >= 0)
            throw new InvalidOperationException($"Field '{samples.Name}': channel {channel} has no numbers in any row "
                + $"of the {role} data: all are NaN.");

        InvalidOperationException Fault(int sample, string what)
        {
            string where = role == Training || samples.Rows is not null ? "" : $" of the {role} data";
            return new($"Field '{samples.Name}': row {Row(samples, sample)}{where} {what}");
        }
    }

    // Rows that were split off for validation, and those left, keep the numbers they had.
    private static int Row(FieldSamples samples, int sample) => samples.Rows?[sample] ?? sample;

    private static Shape One(FieldSamples samples) => Shape.Of([1, .. samples.Shape[1..]]);
}
