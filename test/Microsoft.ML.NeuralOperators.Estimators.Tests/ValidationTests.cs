using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Fit with rows to validate on.</summary>
public class ValidationTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    [Fact]
    public void The_error_on_the_validation_rows_is_reported_after_every_epoch()
    {
        IDataView validation = Fixture.Data(_mlContext, 16, seed: 5);
        // Rows that are given win over a share to hold back.
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext,
            Fixture.Training with { ValidationFraction = 0.5 }).Fit(Fixture.Data(_mlContext, 24), validation);
        Assert.Equal(24, model.Report!.Samples);
        Assert.All(model.Report.Epochs, epoch => Assert.NotNull(epoch.ValidationError));
        double error = _mlContext.NeuralOperators().Evaluate(model.Transform(validation), "u").RelativeL2;
        Assert.Equal(error, model.Report.Epochs[^1].ValidationError!.Value, 1e-3 * error);
    }

    [Fact]
    public void Validation_rows_do_not_change_the_weights()
    {
        IDataView data = Fixture.Data(_mlContext, 24);
        using NeuralOperatorTransformer alone = Fixture.Fno(_mlContext).Fit(data),
            validated = Fixture.Fno(_mlContext).Fit(data, Fixture.Data(_mlContext, 8, seed: 5));
        Assert.Equal(Fixture.Scores(alone, data), Fixture.Scores(validated, data));
    }

    [Fact]
    public void Rows_on_points_are_validated_with_their_own_numbers_of_points()
    {
        NeuralOperatorTrainer trainer = _mlContext.NeuralOperators().DeepONet("Label", "Sensors",
            options: new() { BasisFunctions = 4, BranchWidths = [8], TrunkWidths = [8] },
            training: new() { Epochs = 2, Seed = 1, Workers = 1 },
            channels: new() { Coordinates = 1 });
        IDataView validation = PointFixture.Data(_mlContext, 9, PointFixture.Kind.Varying, seed: 3);
        using NeuralOperatorTransformer model = trainer.Fit(
            PointFixture.Data(_mlContext, 20, PointFixture.Kind.Varying), validation);
        double error = _mlContext.NeuralOperators().Evaluate(model.Transform(validation)).RelativeL2;
        Assert.Equal(error, model.Report!.Epochs[^1].ValidationError!.Value, 1e-3 * error);
    }

    [Fact]
    public void The_best_epoch_on_the_validation_rows_is_kept()
    {
        IDataView validation = Fixture.Data(_mlContext, 16, seed: 5);
        // After the third epoch the rate ruins what was learned.
        TrainingOptions training = Fixture.Training with
        {
            Epochs = 6,
            KeepBest = true,
            LearningRate = 1e-2,
            Schedule = new Ruinous(),
        };
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, training)
            .Fit(Fixture.Data(_mlContext, 24), validation);
        double error = _mlContext.NeuralOperators().Evaluate(model.Transform(validation), "u").RelativeL2;
        double best = model.Report!.Epochs.Min(epoch => epoch.ValidationError!.Value);
        Assert.True(best < model.Report.Epochs[^1].ValidationError);
        Assert.Equal(best, error, 1e-3 * best);
    }

    [Fact]
    public void Validation_rows_that_do_not_fit_are_refused()
    {
        IDataView data = Fixture.Data(_mlContext, 8),
            unlabelled = _mlContext.Transforms.SelectColumns("a").Fit(data).Transform(data);
        NeuralOperatorTrainer trainer = Fixture.Fno(_mlContext);
        Assert.Contains("Could not find label column 'u'",
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(data, unlabelled)).Message);
        Assert.Contains("alidation",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(data, Fixture.Data(_mlContext, 0))).Message);
    }

    private sealed record Ruinous : LearningRateSchedule
    {
        public override double Factor(double epoch, int epochs) => epoch < 3 ? 1 : 20;
    }
}
