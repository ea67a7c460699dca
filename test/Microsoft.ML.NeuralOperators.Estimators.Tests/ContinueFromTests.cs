using Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>
/// Training that goes on from a saved model. That weights and statistics are the model's is an invariant of all
/// architectures.
/// </summary>
public sealed class ContinueFromTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    private static TrainingOptions Training { get; } = new()
    {
        Epochs = 2,
        BatchSize = 4,
        LearningRate = 5e-3,
        Schedule = LearningRateSchedule.Constant,
        Seed = 1,
        Workers = 1,
    };

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_loss_goes_on_falling_from_where_it_was()
        => GoesOn(training => Fixture.Fno(_mlContext, training), seed => Fixture.Data(_mlContext, 64, seed: seed));

    [Fact]
    public void An_operator_on_points_goes_on()
    {
        var options = new DeepONetOptions { BasisFunctions = 12, BranchWidths = [32], TrunkWidths = [32] };
        GoesOn(training => DeepONet(options, training),
            seed => PointFixture.Data(_mlContext, 200, PointFixture.Kind.Varying, seed));
    }

    [Fact]
    public void A_roll_out_goes_on()
        => GoesOn(training => Fixture.Fno(_mlContext, training with { RollOut = new() { History = 2 } }, label: ""),
            seed => Fixture.Trajectories(_mlContext, 64, seed, 6));

    [Fact]
    public void A_roll_out_from_a_model_with_other_statistics_out_than_in_is_refused()
    {
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, Training).Fit(Fixture.Data(_mlContext, 16));
        NeuralOperatorTrainer rollOut = Fixture.Fno(_mlContext, Training with { RollOut = new() }, label: "");
        IDataView trajectories = Fixture.Trajectories(_mlContext, 8, 0, 4);
        Assert.Contains("Continue without RollOut",
            Assert.Throws<InvalidOperationException>(() => rollOut.ContinueFrom(model).Fit(trajectories)).Message);
    }

    [Fact]
    public void A_model_brings_the_options_to_go_on_with()
    {
        var options = new MgnoOptions
        {
            Channels = 6,
            Layers = 2,
            Levels = [new(1), new(1)],
            ScoringGrid = PointPlacement.Periodic,
        };
        using NeuralOperatorTransformer model = Reloaded(Operators.Mgno("u", "a", options, Training),
            Fixture.Data(_mlContext, 32));
        // Rows of another mean and another scale.
        Fixture.Row[] rows = Fixture.Rows(32, seed: 5);
        foreach (Fixture.Row row in rows)
            (row.a, row.u) = ([.. row.a.Select(v => 1.2f * v + 0.1f)], [.. row.u.Select(v => 0.8f * v)]);
        IDataView other = Fixture.Data(_mlContext, 0, rows: rows);
        var own = (MgnoOptions)model.Options!;
        TrainingOptions idle = model.Training! with { LearningRate = 1e-30 };
        using NeuralOperatorTransformer same = Operators.Mgno("u", "a", own, idle).ContinueFrom(model).Fit(other);
        Near.Require(Fixture.Scores(model, other), Fixture.Scores(same, other), 1e-5,
            "Scores after a training at a rate of nothing");
        using NeuralOperatorTransformer better = Operators.Mgno("u", "a", own, model.Training).ContinueFrom(model)
            .Fit(other);
        Assert.True(Error(better) < Error(model));

        double Error(NeuralOperatorTransformer trained) => Operators.Evaluate(trained.Transform(other), "u").RelativeL2;
    }

    [Fact]
    public void Another_operator_is_refused_by_the_name_of_a_parameter()
    {
        IDataView data = Fixture.Data(_mlContext, 8);
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext).Fit(data);
        Assert.Contains("The parameter 'operator.lifting.fcs.0.weight [16, ",
            Refusal(Fno(Fixture.Options with { Channels = 8 })));
        Assert.Contains("has a parameter 'operator.fno_blocks.convs.2.",
            Refusal(Fno(Fixture.Options with { Layers = 3 })));
        Assert.Contains("The model has a parameter 'operator.fno_blocks.convs.1.",
            Refusal(Fno(Fixture.Options with { Layers = 1 })));
        Assert.Contains("parameter 'operator.",
            Refusal(Operators.Mgno("u", "a", new() { Channels = 4, Levels = [new(1), new(1)] })));

        NeuralOperatorTrainer Fno(FnoOptions options) => Operators.Fno("u", "a", options, Fixture.Training);

        string Refusal(NeuralOperatorTrainer trainer)
        {
            string message = Assert.Throws<InvalidOperationException>(
                () => trainer.ContinueFrom(model).Fit(data)).Message;
            Assert.Contains("Continue with the options of the model.", message);
            return message;
        }
    }

    [Fact]
    public void Labels_at_other_points_than_the_models_are_refused()
    {
        var options = new DeepONetOptions
        {
            BasisFunctions = 4,
            BranchWidths = [8],
            TrunkWidths = [8],
            HasSharedPoints = true
        };
        NeuralOperatorTrainer trainer = DeepONet(options, Training);
        using NeuralOperatorTransformer model = trainer.Fit(PointFixture.Data(_mlContext, 8, PointFixture.Kind.Shared));
        PointFixture.Row[] rows = PointFixture.Rows(8, PointFixture.Kind.Shared);
        foreach (PointFixture.Row row in rows) row.Points[3] += 0.01f;
        IDataView moved = PointFixture.Data(_mlContext, 0, PointFixture.Kind.Shared, rows: rows);
        Assert.Contains("other points than the model's 'operator.points'",
            Assert.Throws<InvalidOperationException>(() => trainer.ContinueFrom(model).Fit(moved)).Message);
    }

    private NeuralOperatorTrainer DeepONet(DeepONetOptions options, TrainingOptions training)
        => Operators.DeepONet("Label", "Sensors", options: options, training: training,
            channels: new() { Coordinates = 1 });

    // A short training is saved, loaded and goes on for longer on other rows.
    private void GoesOn(Func<TrainingOptions, NeuralOperatorTrainer> make, Func<int, IDataView> rows)
    {
        using NeuralOperatorTransformer model = Reloaded(make(Training), rows(0));
        NeuralOperatorTrainer trainer = make(Training with { Epochs = 6, Seed = 2 });
        using NeuralOperatorTransformer continued = trainer.ContinueFrom(model).Fit(rows(5)),
            fresh = trainer.Fit(rows(5));
        double last = model.Report!.Epochs[^1].Loss, first = continued.Report!.Epochs[0].Loss,
            anew = fresh.Report!.Epochs[0].Loss;
        string losses = $"{last:g3}, then {first:g3} to {continued.Report.Epochs[^1].Loss:g3}; anew {anew:g3}";
        Assert.True(first < 1.2 * last && first < 0.6 * anew, losses);
        Assert.True(continued.Report.Epochs[^1].Loss < 0.8 * first, losses);
        Assert.Equal(Statistics(model), Statistics(continued));
    }

    private static IEnumerable<KeyValuePair<string, float[]>> Statistics(NeuralOperatorTransformer model)
        => ModelFile.Weights(ModelFile.Of(model)).OrderBy(w => w.Key, StringComparer.Ordinal)
            .Where(w => w.Key.StartsWith("normalize.", StringComparison.Ordinal));

    private NeuralOperatorTransformer Reloaded(NeuralOperatorTrainer trainer, IDataView rows)
    {
        using (NeuralOperatorTransformer model = trainer.Fit(rows))
            _mlContext.Model.Save(model, rows.Schema, _folder["model.zip"]);
        return (NeuralOperatorTransformer)Operators.Load(_folder["model.zip"]);
    }
}
