using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class SweepSpaceTests
{
    private static readonly NeuralOperatorsCatalog Operators = new MLContext(1).NeuralOperators();

    [Fact]
    public void The_records_say_what_is_worth_trying()
    {
        SweepSpace space = Space(Operators.Fno("u", "a"));
        string[] names = [.. space.Options.Select(o => o.Name)];
        Assert.Contains("Channels", names);
        Assert.Contains("Training.LearningRate", names);
        var channels = (SweepRange)space.Options.First(o => o.Name == "Channels");
        Assert.Equal((16, 128, true), (channels.Minimum, channels.Maximum, channels.IsLogarithmic));
    }

    [Fact]
    public void Whole_numbers_are_reached_all_and_equally_often()
    {
        SweepOption option = Option("Layers", s => s.Range("Layers", 2, 5));
        object[] values = [.. Enumerable.Range(0, 400).Select(i => option.At(i / 400.0))];
        Assert.Equal([2, 3, 4, 5], values.Distinct());
        Assert.All(values.GroupBy(v => v), group => Assert.InRange(group.Count(), 99, 101));
        Assert.Equal(4, option.Count);
    }

    [Fact]
    public void A_logarithmic_range_has_equal_factors()
    {
        SweepOption option = Option("Training.LearningRate",
            s => s.Range("Training.LearningRate", 1e-4, 1e-2, isLogarithmic: true));
        Assert.Equal(1e-3, (double)option.At(0.5), 1e-12);
        Assert.Equal(1e-4, (double)option.At(0), 1e-12);
    }

    [Fact]
    public void Multiples_stay_multiples()
    {
        SweepSpace space = Space(Operators.FactFormer("u", "a"));
        SweepOption channels = space.Options.First(o => o.Name == "Channels");
        for (double place = 0; place < 1; place += 0.01) Assert.Equal(0, (int)channels.At(place) % 2);
    }

    [Fact]
    public void A_place_gives_the_value_it_was_made_of()
    {
        foreach (NeuralOperatorTrainer trainer in new[] { Operators.Fno("u", "a"), Operators.Mgno("u", "a"),
            Operators.FactFormer("u", "a"), Operators.GalerkinTransformer("u", "a") })
            foreach (SweepOption option in Space(trainer).Options)
                for (double place = 0.005; place < 1; place += 0.01)
                {
                    object value = option.At(place), again = option.At(option.PlaceOf(value));
                    if (value is double number) Assert.Equal(number, (double)again, Math.Abs(number) * 1e-9);
                    else Assert.Equal(value, again);
                }
    }

    [Fact]
    public void Lists_and_enums_are_chosen()
    {
        SweepSpace space = Space(Operators.GalerkinTransformer("u", "a"))
            .Choice("Modes", new[] { 8, 8 }, new[] { 12, 12 })
            .Choice("Attention", AttentionKind.Galerkin, "Fourier").Only("Modes", "Attention");
        NeuralOperatorTrainer trainer = space.With(space.At([0.9, 0.9]));
        var options = (GalerkinTransformerOptions)trainer.Options;
        Assert.Equal([12, 12], options.Modes);
        Assert.Equal(AttentionKind.Fourier, options.Attention);
        Assert.False(space.Options[0].IsOrdered);
    }

    [Fact]
    public void What_a_study_keeps_comes_back()
    {
        SweepSpace space = Space(Operators.GalerkinTransformer("u", "a")).Choice("Modes", new[] { 8 }, new[] { 12 });
        IReadOnlyDictionary<string, object> values = space.At([.. space.Options.Select((_, i) => 0.07 * i)]);
        IReadOnlyDictionary<string, object> read = space.Read(SweepSpace.Write(values));
        Assert.Equal(values.Keys, read.Keys);
        Assert.Equal(SweepSpace.Write(values), SweepSpace.Write(read));
        Assert.Equal((IEnumerable<int>)values["Modes"], (IEnumerable<int>)read["Modes"]);
    }

    [Fact]
    public void The_trainer_is_left_as_it_was()
    {
        NeuralOperatorTrainer trainer = SmallSweep.Trainer(Operators);
        SweepSpace space = Space(trainer);
        SmallSweep.Narrow(space);
        NeuralOperatorTrainer other = space.With(space.At([0.99, 0.99]));
        Assert.Equal(3, ((FnoOptions)other.Options).Layers);
        Assert.Equal(1, ((FnoOptions)trainer.Options).Layers);
        Assert.Equal(trainer.Training.Epochs, other.Training.Epochs);
        Assert.Equal(4, ((FnoOptions)other.Options).Channels);
    }

    [Theory]
    [InlineData("Chanels", "FnoOptions has no option 'Chanels'; it has Activ")]
    [InlineData("Training.Rate", "TrainingOptions has no option 'Rate'; it has BatchSize, ")]
    public void An_option_that_is_not_there_is_refused_with_those_there_are(string name, string expected)
    {
        string text = Assert.Throws<ArgumentException>(() => Space(Operators.Fno("u", "a")).Range(name, 1, 2)).Message;
        Assert.Contains(expected, text);
    }

    [Fact]
    public void Ranges_and_values_that_do_not_fit_are_refused()
    {
        SweepSpace space = Space(Operators.Fno("u", "a"));
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => space.Range("Channels", 8, 8)).Message);
        Assert.Contains("more than 0",
            Assert.Throws<ArgumentException>(() => space.Range("Channels", 0, 8, isLogarithmic: true)).Message);
        Assert.Contains("Choice", Assert.Throws<ArgumentException>(() => space.Range("Modes", 1, 2)).Message);
        Assert.Throws<ArgumentException>(() => space.Choice("Channels", "many"));
        Assert.Contains("Channels", Assert.Throws<ArgumentException>(() => space.Keep("Modes")).Message);
    }

    private static SweepSpace Space(NeuralOperatorTrainer trainer) => new("it", trainer);

    private static SweepOption Option(string name, Action<SweepSpace> change)
    {
        SweepSpace space = Space(Operators.Fno("u", "a"));
        change(space);
        return space.Options.First(o => o.Name == name);
    }
}
