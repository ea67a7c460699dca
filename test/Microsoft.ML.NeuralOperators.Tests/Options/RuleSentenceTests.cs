using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Options;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Options;

/// <summary>What a user reads, for every kind of rule.</summary>
public class RuleSentenceTests
{
    public static TheoryData<string, object?, string> Sentences => new()
    {
        { "Between", 0, "Between is 0; expected 1 to 9" },
        { "Between", -7, "Between is -7; expected 1 to 9" },
        { "AtLeast", 0, "AtLeast is 0; expected at least 1" },
        { "Above", 0.0, "Above is 0; expected more than 0" },
        { "Above", double.NaN, "Above is NaN; expected more than 0" },
        { "UpTo", 1.5, "UpTo is 1.5; expected more than 0, up to 1" },
        { "Below", 1.0, "Below is 1; expected 0 up to, not including, 1" },
        { "Inside", 0.0, "Inside is 0; expected more than 0 and less than 1" },
        { "Each", new[] { 3, 0 }, "Each is [3, 0]; expected numbers of 1 to 9" },
        { "Some", Array.Empty<int>(), "Some has 0 entries; expected 1 to 3" },
        { "Some", new[] { 1, 2, 3, 4 }, "Some has 4 entries; expected 1 to 3" },
        { "Divisor", 4, "Divisor is 4; expected a divisor of Whole, 6" },
        { "Even", 3, "Even is 3; expected an even number" },
        { "Multiple", 6, "Multiple is 6; expected a multiple of 4" },
        { "Activation", (Activation)99, "Activation is 99; expected Gelu, Relu, Tanh, Silu, GeluTanh or Identity" },
        { "Normalization", Normalization.Batch, "Normalization is Batch; expected None or Group" },
        { "Name", null, "Name is null" },
        { "Inner", new Toy { Between = 10 }, "Inner: Between is 10; expected 1 to 9" },
        { "Sum", 7, "Sum is 7; expected at most 6" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_sentence_names_the_option_its_value_and_what_is_expected(string name, object? value, string expected)
    {
        var toy = new Toy();
        Assert.Empty(Rules.Faults(toy));
        typeof(Toy).GetProperty(name)!.SetValue(toy, value);
        Assert.Equal(expected, Assert.Single(Rules.Faults(toy)));
    }

    [Fact]
    public void Sentences_stand_in_one_exception_with_those_of_the_caller()
    {
        Toy toy = new() { Between = 0, Name = null!, Sum = 8 };
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Rules.Require(toy, "toy", ["there are no channels"]));
        Assert.Equal("toy", error.ParamName);
        Assert.StartsWith(
            "Between is 0; expected 1 to 9; Name is null; Sum is 8; expected at most 6; there are no channels.",
            error.Message);
        Assert.Throws<ArgumentNullException>(() => Rules.Require<Toy>(null!));
    }

    private sealed record Toy : IRules
    {
        [Range(1, 9)]
        public int Between { get; init; } = 1;

        [Range(1, int.MaxValue)]
        public int AtLeast { get; init; } = 1;

        [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
        public double Above { get; init; } = 1;

        [Range(0.0, 1.0, MinimumIsExclusive = true)]
        public double UpTo { get; init; } = 1;

        [Range(0.0, 1.0, MaximumIsExclusive = true)]
        public double Below { get; init; }

        [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
        public double? Inside { get; init; }

        [Each(1, 9)]
        public IReadOnlyList<int> Each { get; init; } = [];

        [Entries(1, 3)]
        public IReadOnlyList<int> Some { get; init; } = [1];

        public int Whole { get; init; } = 6;

        [DivisorOf(nameof(Whole))]
        public int Divisor { get; init; } = 3;

        [MultipleOf(2)]
        public int Even { get; init; }

        [MultipleOf(4)]
        public int Multiple { get; init; }

        public Activation Activation { get; init; }

        [AllowedValues(Normalization.None, Normalization.Group)]
        public Normalization Normalization { get; init; }

        public string Name { get; init; } = "";

        public Toy? Inner { get; init; }

        public int Sum { get; init; }

        IEnumerable<string> IRules.Faults() => Sum > 6 ? [$"Sum is {Sum}; expected at most 6"] : [];
    }
}
