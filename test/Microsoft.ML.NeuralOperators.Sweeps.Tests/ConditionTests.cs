using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

/// <summary>Options that have an effect only with others are tried only there.</summary>
public sealed class ConditionTests
{
    private static readonly NeuralOperatorsCatalog Operators = new MLContext(1).NeuralOperators();

    [Fact]
    public void A_rank_is_tried_only_where_weights_are_factorised()
    {
        Assert.DoesNotContain(Space().Options, o => o.Name == "Rank");
        SweepSpace space = Factorised();
        Assert.Equal(["Channels", "Factorization", "Rank"], space.Options.Select(o => o.Name));
        Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            double[] place = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            IReadOnlyDictionary<string, object> options = space.At(place);
            bool isFactorised = (SpectralFactorization)options["Factorization"] != SpectralFactorization.None;
            Assert.Equal(isFactorised, options.ContainsKey("Rank"));
            Assert.Equal(isFactorised, space.IsActive(2, place));
            // A rank without effect is no other trial.
            Assert.Equal(space.Settle(place), space.Settle([place[0], place[1], isFactorised ? place[2] : 0.9]));
            Assert.Equal(SweepSpace.Write(options), SweepSpace.Write(space.At(space.PlaceOf(options))));
        });
    }

    [Fact]
    public void Ranks_that_are_given_leave_no_rank_to_try()
    {
        SweepSpace space = Space(new FnoOptions { Factorization = SpectralFactorization.Cp, Ranks = [3] });
        Assert.DoesNotContain(space.Options, o => o.Name == "Rank");
        Assert.Contains(Space(new FnoOptions { Factorization = SpectralFactorization.Cp }).Options,
            o => o.Name == "Rank");
    }

    [Fact]
    public void An_option_that_is_named_and_can_have_no_effect_is_refused()
    {
        string text = Assert.Throws<ArgumentException>(() => Operators.CreateExperiment()
            .Add(Operators.Fno("u", "a"), s => s.Choice("Rank", 0.1, 0.2))).Message;
        Assert.Contains("Rank has an effect only where Factorization is not None, but Factorization is None", text);
        Operators.CreateExperiment().Add(Operators.Fno("u", "a"),
            s => s.Choice("Rank", 0.1, 0.2).Choice("Factorization", "None", "Cp"));
    }

    [Fact]
    public void Users_say_conditions_of_their_own()
    {
        SweepSpace space = Space().Choice("Channels", 8, 16, 32).Range("Layers", 1, 4)
            .Choice("Training.Optimizer", "AdamW", "Sgd").When("Training.WeightDecay", "Training.Optimizer", "AdamW")
            .Unless("Layers", "Channels", 32).When("MlpRatio", "Layers", 3)
            .Only("MlpRatio", "Layers", "Channels", "Training.Optimizer", "Training.WeightDecay");
        // After what they depend on.
        string[] names = [.. space.Options.Select(o => o.Name)];
        Assert.Equal(["Channels", "Layers", "MlpRatio"], names.Where(n => !n.Contains('.')));
        Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            IReadOnlyDictionary<string, object> options = space.At([.. names.Select(_ => random.NextDouble())]);
            Assert.Equal($"{options["Training.Optimizer"]}" == "AdamW", options.ContainsKey("Training.WeightDecay"));
            Assert.Equal((int)options["Channels"] != 32, options.ContainsKey("Layers"));
            // Where the layers themselves have no effect, what depends on them has none.
            Assert.Equal(options.TryGetValue("Layers", out object? layers) && (int)layers == 3,
                options.ContainsKey("MlpRatio"));
        });
    }

    [Fact]
    public void Options_that_would_depend_on_each_other_are_refused()
    {
        SweepSpace space = Space().When("Layers", "Channels", 16);
        Assert.Contains("depends on", Assert.Throws<ArgumentException>(()
            => space.When("Channels", "Layers", 2)).Message);
        Assert.Throws<ArgumentException>(() => space.When("Layers", "Layers", 2));
        Assert.Throws<ArgumentException>(() => space.When("Layers", "Chanels", 2));
        Assert.Throws<ArgumentException>(() => space.When("Layers", "Channels", "many"));
    }

    [Fact]
    public void Conditions_of_all_records_name_options_that_are_there()
    {
        Type[] records = [.. typeof(FnoOptions).Assembly.GetTypes().Append(typeof(TrainingOptions))
            .Where(t => t.GetMethod("<Clone>$") is not null)];
        SweepCondition[] all = [.. records.SelectMany(r => SweepCondition.Of(r, ""))];
        Assert.Contains(all, c => c is { Option: "Landmarks", Other: "Attention" });
        Assert.All(all, c => Assert.NotEmpty(c.Values));
    }

    [Fact]
    public void Every_tuner_proposes_one_place_for_options_without_effect()
    {
        SweepSpace[] spaces = [Factorised()];
        foreach (SweepTuner tuner in new SweepTuner[] { new RandomTuner(), new SobolTuner(), new ParzenTuner(),
            new GaussianProcessTuner(), new ForestTuner(), new GridTuner() })
        {
            var known = new List<SweepObservation>();
            for (int trial = 0; trial < 24 && tuner.Propose(new SweepState(spaces, trial, 0, known, 5)) is { } next;
                trial++)
            {
                Assert.Equal(spaces[0].Settle(next.Place), next.Place);
                known.Add(new SweepObservation(0, next.Place, 1, next.Place[0]));
            }
        }
    }

    [Fact]
    public void A_grid_has_options_without_effect_once()
    {
        SweepSpace space = Factorised().Choice("Channels", 8, 16);
        var tuner = new GridTuner();
        string[] tried = [.. Enumerable.Range(0, 6).Select(i
            => SweepSpace.Write(space.At(tuner.Propose(new SweepState([space], i, 0, [], 0))!.Place)))];
        // Two widths, each without and with a factorisation of two ranks.
        Assert.Equal(6, tried.Distinct().Count());
        Assert.Null(tuner.Propose(new SweepState([space], 6, 0, [], 0)));
    }

    [Fact]
    public void A_density_learns_of_an_option_only_where_it_has_an_effect()
    {
        SweepSpace space = Factorised();
        // Without factorisation anything may stand at the rank; with it, ranks are small ones.
        IReadOnlyList<double>[] points = [.. Enumerable.Range(0, 20).Select(i
            => i % 2 == 0 ? (double[])[0.5, 0.1, 0.99] : [0.5, 0.9, 0.2])];
        var density = new ParzenDensity(space, points);
        double[] small = [0.5, 0.9, 0.2], large = [0.5, 0.9, 0.99];
        Assert.True(density.Log(small, space.Activity(small)) > density.Log(large, space.Activity(large)) + 1);
        // And where it has none, it does not count.
        double[] one = [0.5, 0.1, 0.2], other = [0.5, 0.1, 0.99];
        Assert.Equal(density.Log(one, space.Activity(one)), density.Log(other, space.Activity(other)));
    }

    [Fact]
    public void Records_within_records_are_swept_where_an_attribute_says_so()
    {
        var space = new SweepSpace("own", Operators.Custom(new OuterOptions { Spare = null }, "u", "a"));
        Assert.Equal(["Inner.Width", "Inner.Kind"],
            space.Options.Select(o => o.Name).Where(n => n.StartsWith("Inner", StringComparison.Ordinal)));
        Assert.DoesNotContain(space.Options, o => o.Name.StartsWith("Spare", StringComparison.Ordinal));
        var options = (OuterOptions)space.With(new Dictionary<string, object> { ["Inner.Width"] = 7 }).Options;
        Assert.Equal(7, options.Inner.Width);
        Assert.Equal(3, ((OuterOptions)space.Trainer.Options).Inner.Width);
        Assert.Contains("Spare is null", Assert.Throws<ArgumentException>(()
            => space.With(new Dictionary<string, object> { ["Spare.Width"] = 7 })).Message);
    }

    private static SweepSpace Space(FnoOptions? options = null) => new("it", Operators.Fno("u", "a", options));

    private static SweepSpace Factorised() => Space().Choice("Factorization", "None", "Tucker")
        .Choice("Rank", 0.1, 0.4).Only("Channels", "Rank", "Factorization");

    private sealed record OuterOptions : GridOperatorOptions
    {
        [NestOption]
        public InnerOptions Inner { get; init; } = new();

        [NestOption]
        public InnerOptions? Spare { get; init; } = new();

        public override int AxisCount => 1;

        public override NeuralOperator Define(int inputChannels, int outputChannels)
            => new FnoOptions { Modes = [3] }.Define(inputChannels, outputChannels);
    }

    private sealed record InnerOptions
    {
        [Range(1, 9, 3, false)]
        public int Width { get; init; } = 3;

        [Choice("a", "b")]
        public string Kind { get; init; } = "a";
    }
}
