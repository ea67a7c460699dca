using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

public class ModelCardTests
{
    private static ModelCard Card { get; } = new()
    {
        Name = "Darcy | flow",
        Description = "Pressure in\na porous medium.",
        Licence = "MIT",
        Units = new Dictionary<string, string> { ["u"] = "Pa" },
        Errors = [new("test", "relative L2", 0.01234)],
        Architecture = new("Fno", 1234, "float16", new Dictionary<string, string> { ["Modes"] = "[8,8]" }),
        Training = new(100, 20, 12.5, "cpu", 7, 0.25, null, new Dictionary<string, string> { ["BatchSize"] = "4" },
            new Dictionary<string, string> { ["torch"] = "2.10" }),
        Fields = [new("a", false, 2, [16, 16]) { Mean = [1, 2], StandardDeviation = [3, 4], Minimum = -1, Maximum = 9 },
            new("u", true, 1, [16, 16])],
    };

    [Fact]
    public void A_card_comes_back_as_it_was()
    {
        var proto = new Proto.ModelProto();
        ModelCardFormat.Write(proto, new ModelCard { Name = "older" });
        ModelCardFormat.Write(proto, Card);
        var metadata = proto.MetadataProps.ToDictionary(p => p.Key, p => p.Value);
        ModelCard read = ModelCardFormat.Read(metadata)!;
        Assert.Equal(Card.ToMarkdown(), read.ToMarkdown());
        Assert.Equal(Card.ToMarkdown(), metadata["model_card"]);
        Assert.Null(ModelCardFormat.Read(new Dictionary<string, string>()));
    }

    [Fact]
    public void The_text_says_what_is_known_and_nothing_else()
    {
        string text = Card.ToMarkdown();
        foreach (string line in new[] { "# Darcy \\| flow\n", "| Licence | MIT |", "| u | predicted | Pa | 1 | 16×16 |",
            "| Precision | float16 |", "| Modes | [8,8] |", "| Seed | 7 |", "| Last loss | 0.25 |",
            "| a | 0 | 1 | 3 | -1 | 9 |", "| a | 1 | 2 | 4 |  |  |", "| test | relative L2 | 0.01234 |" })
            Assert.Contains(line, text);
        Assert.DoesNotContain("Contact", text);
        Assert.DoesNotContain("Validation", text);
        Assert.DoesNotContain("| u | 0 |", text);
        Assert.Equal("# Neural operator\n", new ModelCard().ToMarkdown());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"Fields":null}""")]
    [InlineData("""{"Units":{"u":null}}""")]
    [InlineData("""{"Errors":[null]}""")]
    [InlineData("""{"Fields":[{"Name":"a"}]}""")]
    [InlineData("""{"Architecture":{}}""")]
    [InlineData("""{"Training":{}}""")]
    public void A_broken_card_is_refused(string json)
        => Assert.Contains("card cannot be read", Assert.Throws<FormatException>(() => ModelCardFormat.Read(
            new Dictionary<string, string> { ["neural_operator_card"] = json })).Message);
}
