using System.Text.Json;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tests.Contracts;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Contracts;

/// <summary>Rates are those of PyTorch's schedulers, step by step.</summary>
public class ScheduleContracts
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_cycle_has_PyTorchs_rates(bool everyBatch)
    {
        foreach (JsonElement stored in Contract.Get("OneCycle").EnumerateArray())
        {
            double[] factors = stored.Numbers("Factors");
            var cycle = new OneCycleSchedule(stored.Number("WarmUp"), stored.Number("StartDivisor"),
                stored.Number("EndDivisor"))
            { EveryBatch = everyBatch };
            // Epochs of five batches where they divide the steps.
            int batches = everyBatch && factors.Length % 5 == 0 ? 5 : 1, epochs = factors.Length / batches;
            for (int step = 0; step < factors.Length; step++)
                Assert.Equal(factors[step],
                    cycle.Factor(step / batches + (double)(step % batches) / batches, epochs, [],
                    factors.Length), 1e-12);
        }
    }

    [Fact]
    public void A_training_runs_through_one_cycle_to_its_end()
    {
        var rates = new List<double>();
        TrainingOptions options = TrainingFixture.ShortTraining() with
        {
            Schedule = LearningRateSchedule.OneCycle,
            LearningRate = 1e-3,
            Epochs = 4,
            BatchSize = 4,
            Progress = p => rates.Add(p.LearningRate),
        };
        Trainer.Train(TrainingFixture.Small(), TrainingFixture.SmallData(20), null, options);
        double[] factors = Contract.Get("OneCycle")[0].Numbers("Factors");
        Assert.Equal(20, rates.Count);
        for (int step = 0; step < 20; step++) Assert.Equal(1e-3 * factors[step], rates[step], 1e-15);
    }

    [Fact]
    public void A_warm_up_leaves_a_cycle_its_own_steps()
    {
        double[] factors = Contract.Get("OneCycle")[1].Numbers("Factors");
        var schedule = new WarmUpSchedule(2, new OneCycleSchedule(0.1, 2, 50));
        // 2 of 5 epochs rise; the cycle has the 15 steps of the other three.
        for (int step = 0; step < factors.Length; step++)
            Assert.Equal(factors[step], schedule.Factor(2 + step / 5.0, 5, [], 25), 1e-12);
    }

    [Fact]
    public void Plateaus_end_where_PyTorchs_do()
    {
        foreach (JsonElement stored in Contract.Get("Plateau").EnumerateArray())
        {
            var plateau = new PlateauSchedule((int)stored.Number("Patience"), stored.Number("Decay"),
                stored.Number("Threshold"));
            EpochReport[] done = [.. stored.Numbers("Errors")
                .Select((error, i) => new EpochReport(i + 1, error, null, 1, 1))];
            double[] factors = stored.Numbers("Factors");
            Assert.True(factors[^1] < 1);
            for (int epoch = 0; epoch < factors.Length; epoch++)
                Assert.Equal(factors[epoch], plateau.Factor(epoch, 99, done[..epoch]), 1e-12);
        }
    }
}
