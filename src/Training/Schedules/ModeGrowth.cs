using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Applies a <see cref="ModeSchedule"/> to an operator: decides which share of its modes the next epoch uses.
/// </summary>
internal sealed class ModeGrowth
{
    private readonly ModeSchedule _schedule;
    private readonly IModeLayer[] _layers;

    /// <summary>The schedule of an operator.</summary>
    /// <exception cref="ArgumentException">The operator has no spectral convolution.</exception>
    public ModeGrowth(NeuralOperator definition, ModeSchedule schedule)
    {
        (_schedule, _layers, Share) = (schedule, [.. Layers(definition).OfType<IModeLayer>()], schedule.Start);
        if (_layers.Length == 0)
            throw new ArgumentException($"ModeSchedule is {schedule.GetType().Name}, but {Name(definition)} has no "
                + "spectral convolution; expected an operator with Fourier modes, such as Fno, or no schedule.",
                nameof(schedule));
    }

    /// <summary>The share of each axis' modes in use.</summary>
    public double Share { get; set; }

    /// <summary>Sets the weights of the modes that the training does not begin with to zero.</summary>
    public void Rest(ParameterValues values)
    {
        foreach (ModeAxis axis in _layers.SelectMany(layer => layer.ModeAxes))
        {
            ModeRange work = axis.Modes.Lowest(Share);
            IReadOnlyList<long> shape = axis.Parameter.Shape;
            float[] numbers = values[axis.Parameter];
            int size = (int)shape[axis.Axis], inner = (int)shape.Skip(axis.Axis + 1).Aggregate(1L, (a, b) => a * b);
            for (int block = 0; block < numbers.Length / inner; block++)
            {
                int place = block % size + axis.Offset + axis.Modes.First - work.First;
                if (place < 0 || place >= work.Stored) numbers.AsSpan(block * inner, inner).Clear();
            }
        }
    }

    /// <summary>Sets the share of the next epoch.</summary>
    /// <param name="done">The epochs done.</param>
    /// <param name="run">Holds the weights.</param>
    public void Advance(IReadOnlyList<EpochReport> done, TorchInterpreter run)
    {
        EpochReport[] same = [.. done.Reverse().TakeWhile(e => e.ModeShare == Share).Reverse()];
        if (Share >= 1 || same.Length < _schedule.Patience || !_schedule.IsDue(same, Strengths(run))) return;
        double next = Share + _schedule.Step;
        // Ten steps of a tenth end at all modes, although their sum is a little below 1.
        Share = next > 1 - 1e-9 ? 1 : next;
    }

    private IReadOnlyList<double>[] Strengths(TorchInterpreter run)
        => [.. _layers.SelectMany(layer => layer.Strengths(run)).Select(IReadOnlyList<double> (axis) =>
        {
            float[] all = TorchInterpreter.Unwrap(axis.Strengths).cpu().@float().contiguous().data<float>().ToArray();
            ModeRange work = axis.Modes.Lowest(Share);
            // Both signs of a frequency together.
            var sums = new double[work.Count / 2 + 1];
            for (int i = 0; i < work.Stored; i++)
                sums[Math.Abs(work.First + i)] += all[work.First + i - axis.Modes.First];
            return sums;
        })];

    private static IEnumerable<Layer> Layers(Layer layer) => layer.Children.SelectMany(Layers).Prepend(layer);

    private static string Name(NeuralOperator definition)
        => (definition is NormalizedOperator normalized ? normalized.Inner : definition).GetType().Name;
}
