namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up to a maximal rate and down to almost nothing, in one go over all steps; momentum the other way round.</summary>
                public class OneCycleLR : LRScheduler
                {
                    /// <summary>The shape of both ways.</summary>
                    public enum AnnealStrategy
                    {
                        Cos = 0,
                        Linear = 1,
                    }

                    private readonly (double end, double startRate, double endRate, double startMomentum, double endMomentum)[][] phases;
                    private readonly AnnealStrategy shape;
                    private readonly int total;
                    private readonly bool cyclesMomentum;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, optimizer.ParamGroups.Select(_ => max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                            optimizer.ParamGroups.Select(_ => base_momentum), optimizer.ParamGroups.Select(_ => max_momentum), div_factor, final_div_factor, three_phase,
                            last_epoch, verbose)
                    { }

                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        total = total_steps > 0 ? total_steps : epochs > 0 && steps_per_epoch > 0 ? epochs * steps_per_epoch
                            : throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        if (pct_start is < 0 or > 1) throw new ArgumentException($"Expected float between 0 and 1 pct_start, but got {pct_start}");
                        (shape, cyclesMomentum) = (anneal_strategy, cycle_momentum);
                        double[] maxima = max_lr.ToArray(), low = base_momentum?.ToArray() ?? [], high = max_momentum?.ToArray() ?? [];
                        phases = new (double, double, double, double, double)[Groups.Length][];
                        for (int k = 0; k < Groups.Length; k++)
                        {
                            double top = maxima[k], first = top / div_factor, last = first / final_div_factor;
                            double slow = k < low.Length ? low[k] : 0.85, fast = k < high.Length ? high[k] : 0.95;
                            phases[k] = three_phase
                                ? [(pct_start * total - 1, first, top, fast, slow), (2 * pct_start * total - 2, top, first, slow, fast), (total - 1, first, last, fast, fast)]
                                : [(pct_start * total - 1, first, top, fast, slow), (total - 1, top, last, slow, fast)];
                            if (last_epoch == -1) Groups[k].InitialLearningRate = first;
                        }
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch >= total)
                            throw new InvalidOperationException($"Tried to step {LastEpoch + 1} times. The specified number of total steps is {total}");
                        var rates = new double[Groups.Length];
                        for (int k = 0; k < rates.Length; k++)
                        {
                            double start = 0;
                            foreach (var phase in phases[k])
                            {
                                if (LastEpoch > phase.end && phase != phases[k][^1])
                                {
                                    start = phase.end;
                                    continue;
                                }
                                double part = phase.end > start ? (LastEpoch - start) / (phase.end - start) : 1;
                                rates[k] = Between(phase.startRate, phase.endRate, part);
                                if (cyclesMomentum) SetMomentum(Groups[k], Between(phase.startMomentum, phase.endMomentum, part));
                                break;
                            }
                        }
                        return rates;
                    }

                    private double Between(double from, double to, double part) =>
                        shape == AnnealStrategy.Linear ? from + (to - from) * part : to + (from - to) / 2 * (1 + Math.Cos(Math.PI * part));

                    private static void SetMomentum(ILearningRateController group, double momentum)
                    {
                        if (group is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
                        else if (group is IMomentum m) m.Momentum = momentum;
                    }
                }
            }

            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum,
                    div_factor, final_div_factor, three_phase, last_epoch, verbose);

            public static LRScheduler OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4,
                bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum,
                    div_factor, final_div_factor, three_phase, last_epoch, verbose);
        }
    }
}
