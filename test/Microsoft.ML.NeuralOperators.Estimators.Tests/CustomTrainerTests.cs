using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>
/// An operator from outside the library; what every operator holds is tested by the invariants, on the sample's and on
/// toys.
/// </summary>
public class CustomTrainerTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    [Fact]
    public void It_is_trained_like_the_librarys_own()
    {
        IDataView data = Fixture.Data(_mlContext, 12);
        NeuralOperatorTrainer fno = Fixture.Fno(_mlContext);
        using NeuralOperatorTransformer expected = fno.Fit(data);
        using NeuralOperatorTransformer actual = _mlContext.NeuralOperators()
            .Custom((inputs, outputs) => new Fno(inputs, outputs, Fixture.Options), "u", "a", fno.Training).Fit(data);
        Assert.Equal(Fixture.Scores(expected, data), Fixture.Scores(actual, data));
    }

    [Fact]
    public void Faults_are_listed()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(
            () => _mlContext.NeuralOperators().Custom(null!, training: new TrainingOptions { Epochs = -1 },
                dimensions: 4)).Message;
        Assert.Contains("Definition is null", message);
        Assert.Contains("Dimensions is 4; expected 1 to 3", message);
        Assert.Contains("Epochs is -1", message);
    }

    [Fact]
    public void Definitions_that_do_not_fit_the_columns_are_refused()
    {
        IDataView data = Fixture.Data(_mlContext, 4);
        Assert.Contains("gave null", Refusal((_, _) => null!));
        Assert.Contains("Field 'a': expected the shape [3, height, width], got [1, 8, 8]",
            Refusal((_, outputs) => Toy(3, outputs)));
        Assert.Contains("Field 'u': expected the shape [2, height, width], got [1, 8, 8]",
            Refusal((inputs, _) => Toy(inputs, 2)));

        string Refusal(Func<int, int, NeuralOperator> definition)
            => Assert.Throws<InvalidOperationException>(
                () => _mlContext.NeuralOperators().Custom(definition, "u", "a", new() { Epochs = 1 })
                .Fit(data)).Message;

        static NeuralOperator Toy(int inputs, int outputs) => new ToyOperator(inputs, outputs);
    }
}
