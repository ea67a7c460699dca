using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Schedules;

public class ScheduleTests
{
    [Fact]
    public void Constant_is_one()
        => Rule.Holds(Epoch(), e => Assert.Equal(1, LearningRateSchedule.Constant.Factor(e.Epoch, e.Epochs)));

    [Fact]
    public void Cosine_goes_from_one_to_zero_without_turning_back()
        => Rule.Holds(Epoch(), e =>
        {
            LearningRateSchedule cosine = LearningRateSchedule.Cosine;
            Assert.Equal(1, cosine.Factor(0, e.Epochs));
            Assert.Equal(0.5, cosine.Factor(e.Epochs / 2.0, e.Epochs), 1e-12);
            Assert.Equal(0, cosine.Factor(e.Epochs, e.Epochs), 1e-12);
            Assert.True(cosine.Factor(e.Epoch + 0.1, e.Epochs) <= cosine.Factor(e.Epoch, e.Epochs));
        });

    [Fact]
    public void Cosine_stays_at_zero_behind_its_period()
    {
        var cosine = new CosineSchedule(10);
        Assert.Equal(0.5, cosine.Factor(5, 40), 1e-12);
        Assert.All(Enumerable.Range(10, 30), epoch => Assert.Equal(0, cosine.Factor(epoch, 40), 1e-12));
    }

    [Fact]
    public void One_cycle_rises_to_one_and_falls_to_its_end()
        => Rule.Holds(from e in Epoch()
                      from warmUp in Rule.Number(0.05, 0.95)
                      select (e.Epoch, e.Epochs,
            warmUp), drawn =>
        {
            var (epoch, epochs, warmUp) = drawn;
            var cycle = new OneCycleSchedule(warmUp, 20, 500);
            Assert.Equal(1 / 20.0, cycle.Factor(0, epochs), 1e-12);
            Assert.Equal(1, cycle.Factor(warmUp * epochs, epochs), 1e-9);
            Assert.Equal(1 / 10_000.0, cycle.Factor(epochs, epochs), 1e-12);
            double step = cycle.Factor(Math.Min(epochs, epoch + 0.01), epochs) - cycle.Factor(epoch, epochs);
            if (epoch + 0.01 <= warmUp * epochs) Assert.True(step >= 0);
            if (epoch >= warmUp * epochs) Assert.True(step <= 0);
            Assert.InRange(cycle.Factor(epoch, epochs), 1 / 10_000.0 - 1e-12, 1);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_cycle_may_only_rise_or_only_fall(double warmUp)
    {
        var cycle = new OneCycleSchedule(warmUp);
        double[] factors = [.. Enumerable.Range(1, 100).Select(i => cycle.Factor(i / 10.0, 10))];
        Assert.All(factors, f => Assert.InRange(f, 1e-7, 1));
        Assert.Equal(warmUp == 1 ? factors.Order() : factors.OrderDescending(), factors);
    }

    [Fact]
    public void One_cycle_changes_with_every_batch_unless_told_otherwise()
    {
        Assert.True(LearningRateSchedule.OneCycle.IsPerBatch);
        Assert.False(new OneCycleSchedule { EveryBatch = false }.IsPerBatch);
        Assert.False(LearningRateSchedule.Cosine.IsPerBatch);
    }

    [Fact]
    public void Steps_come_at_the_end_of_every_period()
    {
        var steps = new StepSchedule(3, 0.1);
        Assert.Equal([1, 1, 1, 0.1, 0.1, 0.1, 0.01],
            Enumerable.Range(0, 7).Select(epoch => Math.Round(steps.Factor(epoch, 7), 12)));
    }

    [Fact]
    public void One_cycle_without_a_way_up_begins_at_the_full_rate()
        => Assert.Equal(1, new OneCycleSchedule(0).Factor(0, 10));

    [Fact]
    public void A_plateau_is_where_small_gains_do_not_add_up_either()
    {
        // Half the threshold every epoch: every third undercuts the last minimum that counted.
        var plateau = new PlateauSchedule(4, 0.5, 1e-2);
        Assert.Equal(1, Factor(Enumerable.Range(0, 30).Select(i => Math.Pow(1 - 5e-3, i))));
        // The first error is a minimum; the rate falls after every fifth epoch without one.
        Assert.Equal(0.25, Factor(Enumerable.Repeat(1.0, 11)));
        Assert.Equal(0.5, Factor(Enumerable.Repeat(1.0, 6)));
        Assert.Equal(1, Factor(Enumerable.Repeat(1.0, 5)));

        double Factor(IEnumerable<double> errors)
            => plateau.Factor(0, 99, [.. errors.Select((e, i) => new EpochReport(i + 1, e, null, 1, 1))]);
    }

    [Fact]
    public void Parameters_that_make_no_sense_are_faults_of_the_options()
    {
        Assert.Equal(["Schedule: Period is 0; expected at least 1"], Faults(new CosineSchedule(0)));
        Assert.Equal(["Schedule: Period is -1; expected at least 1", "Schedule: Decay is 0; expected more than 0"],
            Faults(new StepSchedule(-1, 0)));
        Assert.Equal(
            [
                "Schedule: WarmUp is 1.5; expected 0 to 1",
                "Schedule: StartDivisor is 0; expected at least 1",
                "Schedule: EndDivisor is NaN; expected at least 1",
            ],
            Faults(new OneCycleSchedule(1.5, 0, double.NaN)));
        Assert.All([LearningRateSchedule.Constant, LearningRateSchedule.Cosine, LearningRateSchedule.OneCycle,
            new StepSchedule(5)], s => Assert.Empty(Faults(s)));

        static IEnumerable<string> Faults(LearningRateSchedule schedule)
            => Rules.Faults(new TrainingOptions { Schedule = schedule });
    }

    [Fact]
    public void What_a_warm_up_leaves_of_an_epoch_is_spread_over_the_others()
    {
        var broken = new WarmUpSchedule(0.5, LearningRateSchedule.Cosine);
        Assert.Equal(1, broken.Factor(0.5, 1), 1e-12);
        Assert.Equal(LearningRateSchedule.OneCycle.Factor(1, 1),
            new WarmUpSchedule(0.5, LearningRateSchedule.OneCycle).Factor(1, 1), 1e-12);
        Assert.Equal(LearningRateSchedule.OneCycle.Factor(5, 10),
            new WarmUpSchedule(2, LearningRateSchedule.OneCycle).Factor(7, 12), 1e-12);
    }

    private static Gen<(double Epoch, int Epochs)> Epoch()
        => from epochs in Rule.Between(1, 200) from share in Rule.Number(0, 1) select (share * epochs, epochs);
}
