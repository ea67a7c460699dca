using Microsoft.ML.NeuralOperators.Augmentation;
using Microsoft.ML.NeuralOperators.Options;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Augmentation;

/// <summary>What is said of columns is read as it is meant, or refused with the place.</summary>
public class FieldRuleTests
{
    [Fact]
    public void Columns_and_quantities_are_read()
    {
        IReadOnlyList<FieldRule> rules = FieldRule.Parse("a: scalar ; flow field:vector( 1,0 ) scalar;", "scalar",
            "vector");
        Assert.Equal(["a", "flow field"], rules.Select(r => r.Column));
        Assert.Equal(["vector(1, 0)", "scalar"], rules[1].Quantities.Select(q => $"{q}"));
    }

    [Theory]
    [InlineData("", "No fields are named.")]
    [InlineData("scalar", "'scalar' names no column")]
    [InlineData("a: scalar; a: vector", "names column 'a' again")]
    [InlineData("a:", "'a:' lists no quantities")]
    [InlineData("a: vector(x)", "lists no quantities")]
    [InlineData("a: tensr", "unknown quantity 'tensr'; expected a column and its quantities such as \"u: scalar\"")]
    public void Mistakes_are_named(string fields, string expected)
        => Assert.Contains(expected, Assert.Throws<ArgumentOutOfRangeException>(()
            => Rules.Require<FieldAugmentation>(new SymmetryAugmentation(fields))).Message);

    [Fact]
    public void All_faults_of_options_are_listed()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(()
            => Rules.Require<FieldAugmentation>(new CovarianceAugmentation("u: volume")
            {
                Strength = 1,
                Copies = 0,
                Interpolation = GridInterpolation.Nearest,
                Lengths = [1, -1],
            })).Message;
        foreach (string expected in new[]
        {
            "unknown quantity 'volume'", "Strength is 1", "Copies is 0", "Interpolation is Nearest",
                "Lengths is [1, -1]",
        })
            Assert.Contains(expected, message);
        Assert.Contains("Axes is [2]", Assert.Throws<ArgumentOutOfRangeException>(()
            => Rules.Require<FieldAugmentation>(new ShiftAugmentation("u") { Axes = [2] })).Message);
        Assert.Contains("named twice", Assert.Throws<ArgumentOutOfRangeException>(()
            => Rules.Require<FieldAugmentation>(new ShiftAugmentation("u", "u"))).Message);
    }

    [Theory]
    [InlineData(1, "0")]
    [InlineData(2, "0 1 1 2")]
    [InlineData(3, "0 1 2 1 3 4 2 4 5")]
    public void Entries_of_symmetric_tensors_are_counted_row_by_row(int axes, string expected)
        => Assert.Equal(expected, string.Join(" ", from i in Enumerable.Range(0, axes)
                                                   from j in Enumerable.Range(0, axes)
                                                   select FieldQuantity.TensorChannel(i, j, axes)));
}
