namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate: call step() once an epoch, after the optimiser's.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>What all schedules share.</summary>
            public abstract class LRScheduler
            {
                private protected readonly Optimizer Optimizer = null!;
                private protected readonly ILearningRateController[] Groups = [];
                private protected readonly double[] BaseRates = [];
                private protected int LastEpoch = -1;
                private readonly bool verbose;

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    (Optimizer, this.verbose, LastEpoch) = (optimizer, verbose, last_epoch);
                    Groups = optimizer.ParamGroups.ToArray();
                    if (last_epoch == -1)
                        foreach (ILearningRateController group in Groups) group.InitialLearningRate = group.LearningRate;
                    BaseRates = Array.ConvertAll(Groups, g => g.InitialLearningRate);
                }

                /// <summary>To the next epoch.</summary>
                public virtual void step() => step((int?)null);

                /// <summary>To that epoch.</summary>
                public virtual void step(int? epoch)
                {
                    LastEpoch = epoch ?? LastEpoch + 1;
                    Apply();
                }

                /// <summary>With a measured quality, for the schedules that look at one.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                private protected void Apply()
                {
                    double[] rates = get_lr().ToArray();
                    for (int k = 0; k < Groups.Length; k++)
                    {
                        if (verbose && Groups[k].LearningRate != rates[k]) Console.WriteLine($"Adjusting learning rate to {rates[k]}");
                        Groups[k].LearningRate = rates[k];
                    }
                }

                /// <summary>The rates of the groups at this epoch.</summary>
                protected virtual IEnumerable<double> get_lr() => get_last_lr();

                internal IEnumerable<double> Rates() => get_lr();

                /// <summary>The rates of the groups now.</summary>
                public IEnumerable<double> get_last_lr() => Groups.Select(g => g.LearningRate);
            }
        }
    }
}
