using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Contracts;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Contracts;

/// <summary>Schedules that look at the epoch alone have the rates of PyTorch's (schedules.py).</summary>
public class AnnealingContracts
{
    private static readonly JsonElement Stored = Contract.Open("schedules");

    private static readonly Dictionary<string, LearningRateSchedule> Schedules = new()
    {
        ["Cosine"] = LearningRateSchedule.Cosine,
        ["ShortCosine"] = new CosineSchedule(12),
        ["Step"] = new StepSchedule(6, 0.3),
        ["Restarts"] = new WarmRestartSchedule(3),
        ["EqualRestarts"] = new WarmRestartSchedule(4, 1),
        ["WarmUp"] = new WarmUpSchedule(8, LearningRateSchedule.Constant),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_are_PyTorchs(string name)
    {
        double[] rates = Stored.Numbers(name);
        LearningRateSchedule schedule = Schedules[name];
        double[] factors = [.. rates.Select((_, epoch) => schedule.Factor(epoch, rates.Length, [], rates.Length))];
        Contract.Near(rates, factors, 1e-9);
    }

    /// <summary>Eight of PyTorch's steps are one epoch of eight batches.</summary>
    [Fact]
    public void Warm_up_by_batches_is_PyTorchs()
    {
        var schedule = new WarmUpSchedule(1, LearningRateSchedule.Constant);
        double[] rates = Stored.Numbers("WarmUp");
        double[] factors = [.. Enumerable.Range(0, 16).Select(step => schedule.Factor(step / 8.0, 2, [], 16))];
        Contract.Near(rates[..16], factors, 1e-9);
    }
}
