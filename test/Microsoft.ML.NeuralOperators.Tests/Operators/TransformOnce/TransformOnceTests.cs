using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class TransformOnceTests
{
    [Fact]
    public void Predictions_are_the_same_on_a_grid_three_times_as_fine()
    {
        var definition = new TransformOnce(1, 1, new()
        {
            Modes = [6, 7],
            Channels = 6,
            Layers = 3,
            HasGridEmbedding = false,
        });
        double[] coarse = Run(24, 20), fine = Run(72, 60);
        double scale = coarse.Max(Math.Abs);
        Assert.True(scale > 1e-3);
        // Centres of coarse cells are centres of every third fine one.
        for (int i = 0; i < 24; i++)
            for (int j = 0; j < 20; j++)
                Assert.Equal(coarse[i * 20 + j], fine[(3 * i + 1) * 60 + 3 * j + 1], 1e-6 * scale);

        double[] Run(int height, int width)
        {
            double[] field = [.. Enumerable.Range(0, height * width).Select(p =>
            {
                double y = (p / width + 0.5) / height, x = (p % width + 0.5) / width;
                return Math.Cos(Math.PI * y) + 0.5 * Math.Cos(2 * Math.PI * x) * Math.Cos(Math.PI * y);
            })];
            return TestLayer.Run(definition, x => definition.Run(x), field, [1, 1, height, width]).Values;
        }
    }

    // Coefficients of unit variance keep it through both products.
    [Fact]
    public void Initial_layers_keep_the_size_of_coefficients()
    {
        var layer = new CoefficientLayer(32, [12, 10], x => x);
        double[] z = TestLayer.Draw(12 * 10 * 4 * 32);
        double[] y = TestLayer.Run(layer, layer.Apply, z, [12, 10, 4, 32]).Values;
        double given = z.Average(v => v * v), added = y.Zip(z, (a, b) => (a - b) * (a - b)).Average();
        Assert.InRange(added / given, 0.8, 1.25);
    }

    // Per layer: channels² for every mode, and modes² of each axis for every channel.
    [Fact]
    public void Has_as_many_parameters_as_counted()
    {
        var definition = new TransformOnce(1, 1);
        int lifting = 3 * 96 + 96 + 96 * 48 + 48, layer = 48 * 48 * 24 * 24 + 2 * 24 * 24 * 48;
        Assert.Equal(1_382_400, layer);
        Assert.Equal(lifting + 8 * layer + 48 * 96 + 96,
            CostInterpreter.Measure(definition, Shape.Of(1, 1, 24, 24)).Parameters);
    }

    [Theory]
    [InlineData("act", "tanh", "expected 'gelu' or 'sin'")]
    [InlineData("keep_high", true, "keep_high")]
    [InlineData("padding", 4, "padding")]
    [InlineData("perform_forward", false, "perform_forward")]
    public void Published_forms_that_it_does_not_have_are_refused(string argument, object value, string expected)
    {
        string path = PublishedReference.Read("t1_gelu.npz").Path;
        var error = Assert.Throws<FormatException>(
            () => Checkpoint.Load(path, new Dictionary<string, object> { [argument] = value }));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void The_nonlinearity_of_published_weights_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        string path = BareWeights.Of("t1_sin.npz", folder);
        var error = Assert.Throws<FormatException>(() => { Checkpoint.Load(path); });
        Assert.Contains("'act'", error.Message);
        ParameterValues values = Checkpoint.Load(path, new Dictionary<string, object> { ["act"] = "sin" });
        Assert.Equal([5, 5], ((TransformOnce)values.Definition).Options.Modes);
    }
}
