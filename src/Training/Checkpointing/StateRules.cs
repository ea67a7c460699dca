namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// What a state must hold to be resumed from. The file's hash finds damage, but anyone can write a file with a right
/// hash, and a wrong number of threads would end the process.
/// </summary>
/// <param name="Epochs">Epochs of the training.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <param name="MaximumWorkers">The most workers that can share a batch.</param>
/// <param name="Tensors">What is restored, by name.</param>
/// <param name="BestElements">Numbers of the whole definition.</param>
internal sealed record StateRules(int Epochs, int StepsPerEpoch, int MaximumWorkers, IReadOnlyDictionary<string,
    torch.Tensor> Tensors, long BestElements)
{
    // Many more than any machine has cores.
    private const int MaximumThreads = 1024;

    /// <summary>The vector of the best weights, which only states after the first epoch hold.</summary>
    public const string Best = "best";

    /// <exception cref="FormatException">A value makes no sense; the text names it.</exception>
    public void Require(TrainingState state)
    {
        if ((Counters(state) ?? Vectors(state)) is { } fault) throw new FormatException(fault);
    }

    private string? Counters(TrainingState state)
    {
        bool isDone = state.Epoch == (long)Epochs + 1;
        if (state.Epoch < 1 || state.Epoch > Epochs && !isDone) return $"Epoch is {state.Epoch} of {Epochs}";
        if (state.Step < 0 || state.Step >= (isDone ? 1 : StepsPerEpoch))
            return $"Step is {state.Step} of {StepsPerEpoch} in epoch {state.Epoch}";
        long steps = (state.Epoch - 1L) * StepsPerEpoch + state.Step;
        if (state.OptimizerSteps != steps) return $"OptimizerSteps is {state.OptimizerSteps} after {steps} steps";
        if (state.Workers < 1 || state.Workers > MaximumWorkers)
            return $"Workers is {state.Workers}; expected 1 to {MaximumWorkers}";
        if (state.Threads is { } threads and not (>= 1 and <= MaximumThreads))
            return $"Threads is {threads}; expected 1 to {MaximumThreads}";
        if (!double.IsFinite(state.LossSum)) return $"LossSum is {state.LossSum}";
        if (!(state.EpochSeconds >= 0 && double.IsFinite(state.EpochSeconds)))
            return $"EpochSeconds is {state.EpochSeconds}";
        if (!(state.RateShare > 0 && state.RateShare <= 1)) return $"RateShare is {state.RateShare}; expected 0 to 1";
        if (double.IsNaN(state.BestError)) return "BestError is NaN";
        if (state.Epochs.Count != state.Epoch - 1 || state.Epochs.Where((e, i) => e.Epoch != i + 1).Any())
            return $"it reports {state.Epochs.Count} epochs in epoch {state.Epoch}";
        return null;
    }

    private string? Vectors(TrainingState state)
    {
        foreach (var (name, tensor) in Tensors)
            if (Fault(name, tensor.dtype.ToString(), tensor.shape) is { } fault) return fault;
        if (state.Vectors.ContainsKey(Best)
            && Fault(Best, nameof(torch.ScalarType.Float32), [BestElements]) is { } wrong) return wrong;
        foreach (var (name, vector) in state.Vectors)
        {
            if (name != Best && !Tensors.ContainsKey(name)) return $"it has a vector '{name}' that the training lacks";
            if (!vector.IsFinite()) return $"the vector '{name}' holds values that are not finite";
            // Counters of the optimizer, which index its memory.
            if (vector.Values is long[] counters && counters.Any(n => n < 0 || n > state.OptimizerSteps))
                return $"the vector '{name}' counts {counters.Max()} in {state.OptimizerSteps} steps";
        }
        return null;

        string? Fault(string name, string type, long[] shape)
        {
            if (!state.Vectors.TryGetValue(name, out StateVector? vector)) return $"the vector '{name}' is missing";
            return vector.Type == type && vector.Shape.AsSpan().SequenceEqual(shape) ? null
                : $"the vector '{name}' is {vector.Type} [{string.Join(", ", vector.Shape)}]; expected {type} "
                + $"[{string.Join(", ", shape)}]";
        }
    }
}
