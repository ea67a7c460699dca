namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lowers the rate when a measured quality has not improved for a while.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly string mode, threshold_mode;
                    private readonly double factor, threshold, eps;
                    private readonly int patience, cooldown;
                    private readonly double[] lowest;
                    private double best;
                    private int bad, cooling;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1) throw new ArgumentException("Factor should be < 1.0");
                        if (mode is not ("min" or "max")) throw new ArgumentException($"Invalid mode: {mode}");
                        if (threshold_mode is not ("rel" or "abs")) throw new ArgumentException($"Invalid threshold mode: {threshold_mode}");
                        (this.mode, this.threshold_mode, this.factor, this.patience) = (mode, threshold_mode, factor, patience);
                        (this.threshold, this.cooldown, this.eps) = (threshold, cooldown, eps);
                        lowest = min_lr is null or { Count: 0 } ? new double[Groups.Length]
                            : min_lr.Count == 1 ? Enumerable.Repeat(min_lr[0], Groups.Length).ToArray() : min_lr.ToArray();
                        best = mode == "min" ? double.PositiveInfinity : double.NegativeInfinity;
                        LastEpoch = 0;
                    }

                    public override void step() => throw new InvalidOperationException("step() should not be used with the ReduceLROnPlateau scheduler: it needs the current value.");
                    public override void step(int? epoch) => step();

                    public override void step(double current, int? epoch = null)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        if (Better(current)) (best, bad) = (current, 0);
                        else bad++;
                        if (cooling > 0)
                        {
                            cooling--;
                            bad = 0;
                        }
                        if (bad <= patience) return;
                        for (int k = 0; k < Groups.Length; k++)
                        {
                            double lower = Math.Max(Groups[k].LearningRate * factor, lowest[k]);
                            if (Groups[k].LearningRate - lower > eps) Groups[k].LearningRate = lower;
                        }
                        (cooling, bad) = (cooldown, 0);
                    }

                    private bool Better(double value)
                    {
                        if (double.IsInfinity(best)) return mode == "min" ? value < best : value > best;
                        double margin = threshold_mode == "rel" ? threshold * Math.Abs(best) : threshold;
                        return mode == "min" ? value < best - margin : value > best + margin;
                    }
                }
            }

            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);
        }
    }
}
