using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests;

public class SchedulerTests
{
    private static void Rates(Func<Optimizer, lr_scheduler.LRScheduler> make, params double[] expected)
    {
        using var sgd = SGD([nn.Parameter(torch.zeros(1))], 1);
        lr_scheduler.LRScheduler scheduler = make(sgd);
        foreach (double rate in expected)
        {
            Assert.Equal(rate, sgd.ParamGroups.First().LearningRate, 6);
            Assert.Equal(rate, scheduler.get_last_lr().First(), 6);
            sgd.step();
            scheduler.step();
        }
    }

    [Fact]
    public void Steps() => Rates(o => lr_scheduler.StepLR(o, 2, 0.1), 1, 1, 0.1, 0.1, 0.01);

    [Fact]
    public void Milestones() => Rates(o => lr_scheduler.MultiStepLR(o, [1, 3], 0.1), 1, 0.1, 0.1, 0.01);

    [Fact]
    public void Exponential() => Rates(o => lr_scheduler.ExponentialLR(o, 0.5), 1, 0.5, 0.25);

    [Fact]
    public void Cosine() => Rates(o => lr_scheduler.CosineAnnealingLR(o, 4), 1, 0.853553, 0.5, 0.146447, 0);

    [Fact]
    public void Lambda() => Rates(o => lr_scheduler.LambdaLR(o, epoch => 1.0 / (epoch + 1)), 1, 0.5, 1.0 / 3);

    [Fact]
    public void OneCycle() => Rates(o => lr_scheduler.OneCycleLR(o, 1.0, total_steps: 5, pct_start: 0.4, cycle_momentum: false),
        0.04, 1, 0.75 + 0.25 * 4e-6, 0.25 + 0.75 * 4e-6);

    [Fact]
    public void Plateau()
    {
        using var sgd = SGD([nn.Parameter(torch.zeros(1))], 1);
        lr_scheduler.LRScheduler scheduler = lr_scheduler.ReduceLROnPlateau(sgd, factor: 0.5, patience: 1);
        double Rate(double quality)
        {
            scheduler.step(quality);
            return sgd.ParamGroups.First().LearningRate;
        }

        Assert.Equal(1, Rate(1));
        Assert.Equal(1, Rate(0.5));
        Assert.Equal(1, Rate(0.5));
        Assert.Equal(0.5, Rate(0.5));
        Assert.Equal(0.5, Rate(0.1));
    }
}
