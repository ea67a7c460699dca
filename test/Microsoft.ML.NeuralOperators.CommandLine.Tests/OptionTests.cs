using Microsoft.ML.NeuralOperators.CommandLine.Options;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class OptionTests
{
    public static TheoryData<string> Models => [.. Architecture.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_default_can_be_said(string model)
    {
        Architecture architecture = Architecture.Find(model);
        object defaults = architecture.Defaults(), said = architecture.Defaults();
        foreach (var property in OptionRecord.Properties(architecture.OptionsType)
            .Where(p => OptionText.CanRead(p.PropertyType)))
        {
            string text = OptionText.Write(property.GetValue(defaults));
            OptionRecord.Set(said, property.Name, text);
            Assert.Equal(text, OptionText.Write(property.GetValue(said)));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_has_a_summary_and_a_default(string model)
    {
        Architecture architecture = Architecture.Find(model);
        Assert.NotEmpty(architecture.Summary);
        Assert.All(OptionRecord.Properties(architecture.OptionsType),
            p => Assert.NotEmpty(XmlDocumentation.Summary(p)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_makes_a_trainer(string model)
    {
        Architecture architecture = Architecture.Find(model);
        foreach (string data in architecture.Data.Split(", "))
        {
            var columns = new TrainedColumns("a", "u", data == "points" ? "x" : null);
            NeuralOperatorTrainer trainer = architecture.Trainer(new MLContext().NeuralOperators(), columns,
                architecture.Defaults(), new TrainingOptions { Epochs = 7 });
            Assert.Equal(7, trainer.Training.Epochs);
        }
    }

    [Fact]
    public void A_model_of_grids_takes_no_points_and_one_of_points_needs_them()
    {
        NeuralOperatorsCatalog catalog = new MLContext().NeuralOperators();
        Assert.Contains("leave --points out", Refused("mgno", "x"), StringComparison.Ordinal);
        Assert.Contains("say --points", Refused("gnot", null), StringComparison.Ordinal);

        string Refused(string model, string? points) => Assert.Throws<ArgumentException>(() => Architecture.Find(model)
            .Trainer(catalog, new TrainedColumns("a", "u", points), Architecture.Find(model).Defaults(), new()))
            .Message;
    }

    [Fact]
    public void Parts_of_an_option_are_set_one_by_one()
    {
        var training = new TrainingOptions();
        OptionRecord.Set(training, "RollOut.Noise", "0.1");
        OptionRecord.Set(training, "RollOut.History", "2");
        Assert.Equal((0.1, 2), (training.RollOut!.Noise, training.RollOut.History));
        var error = Assert.Throws<ArgumentException>(() => OptionRecord.Set(training, "RollOut", "2"));
        Assert.Contains("RollOut.History", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_enums_records_losses_and_parts_are_values()
    {
        var mgno = new MgnoOptions();
        OptionRecord.Set(mgno, "levels", "1:1,2");
        OptionRecord.Set(mgno, "Boundary", "dirichlet");
        Assert.Equal([new SmoothingSteps(1, 1), new SmoothingSteps(2)], mgno.Levels);
        Assert.Equal(BoundaryCondition.Dirichlet, mgno.Boundary);
        var training = new TrainingOptions();
        OptionRecord.Set(training, "Loss", "RelativeL2");
        OptionRecord.Set(training, "Schedule", "CosineSchedule(7)");
        OptionRecord.Set(training, "RollOut.History", "3");
        Assert.Equal(Loss.RelativeL2, training.Loss);
        Assert.Equal(new CosineSchedule(7), training.Schedule);
        Assert.Equal(3, training.RollOut!.History);
    }

    [Fact]
    public void A_value_that_is_none_is_refused_with_what_is()
    {
        var error = Assert.Throws<ArgumentException>(() => OptionRecord.Set(new MgnoOptions(), "Channels", "many"));
        Assert.Equal("Channels is 'many'; expected a whole number.", error.Message);
        error = Assert.Throws<ArgumentException>(() => OptionRecord.Set(new MgnoOptions(), "Cycle", "X"));
        Assert.Contains("Did you mean", error.Message, StringComparison.Ordinal);
    }
}
