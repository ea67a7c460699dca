using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Running statistics, such as those of batch normalisation: they move towards the mean of what the workers of all
/// ranks saw, each weighted by its part of the batch.
/// </summary>
internal sealed class RunningStatistics
{
    private readonly ParameterVector _parameters;
    private readonly ParameterDeclaration[] _all;
    private readonly torch.ScalarType _type;
    private readonly torch.Device _device;

    private RunningStatistics(ParameterVector parameters, ParameterDeclaration[] all, torch.ScalarType type,
        torch.Device device) => (_parameters, _all, _type, _device) = (parameters, all, type, device);

    /// <summary>The running statistics among parameters; null if there are none.</summary>
    public static RunningStatistics? Of(ParameterVector parameters, TrainingPrecision precision, torch.Device device)
    {
        ParameterDeclaration[] all = [.. parameters.Buffers.Keys.Where(b => b.IsStatistic)];
        return all.Length == 0 ? null : new RunningStatistics(parameters, all, precision.Compute(), device);
    }

    /// <summary>Moves them.</summary>
    /// <param name="workers">The workers of this rank, which have seen a round.</param>
    /// <param name="round">Their parts of it.</param>
    /// <param name="group">The ranks.</param>
    public void Move(GradientWorker[] workers, WorkerPart[] round, RankGroup group)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (ParameterDeclaration statistic in _all)
        {
            List<(torch.Tensor Seen, double Weight)> seen = [];
            for (int i = 0; i < workers.Length && round[i].Count > 0; i++)
                if (workers[i].Observed.TryGetValue(statistic, out torch.Tensor? own)) seen.Add((own, round[i].Count));
            if (!group.IsAlone) seen = Gather(statistic, seen, workers.Length, group);
            if (seen.Count == 0) continue;
            torch.Tensor sum = seen[0].Seen.Times(seen[0].Weight);
            foreach (var (other, weight) in seen.Skip(1)) sum.Add(other, weight);
            TorchBatchNormalization.Move(_parameters.Buffers[statistic], sum.Over(seen.Sum(s => s.Weight)));
        }
    }

    // Rows of a weight, which is 0 for nothing, and the numbers.
    private List<(torch.Tensor, double)> Gather(ParameterDeclaration statistic,
        List<(torch.Tensor Seen, double Weight)> own, int workers, RankGroup group)
    {
        int length = (int)statistic.Elements, row = 1 + length;
        var rows = new double[workers * row];
        for (int i = 0; i < own.Count; i++)
        {
            rows[i * row] = own[i].Weight;
            own[i].Seen.cpu().type(torch.ScalarType.Float64).data<double>().ToArray().CopyTo(rows, i * row + 1);
        }
        double[] all = group.Gather<double>(rows);
        return [.. Enumerable.Range(0, workers * group.Size).Where(i => all[i * row] > 0)
            .Select(i => (torch.tensor(all[(i * row + 1)..((i + 1) * row)], [.. statistic.Shape], _type, _device),
                all[i * row]))];
    }
}
