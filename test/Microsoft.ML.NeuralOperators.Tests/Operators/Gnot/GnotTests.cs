using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>GNOT's forms: gradients, points in any order, masks, the authors' sizes.</summary>
public class GnotTests
{
    private const int Points = 7, Own = 5, Third = 4;

    private static readonly Dictionary<string, Func<bool, NeuralOperator>> Kinds = new()
    {
        ["one function at the points"] = hasMasks => Define(hasMasks, new()),
        ["one expert"] = hasMasks => Define(hasMasks, new() { Experts = 1, MlpLayers = 0 }),
        ["three functions and parameters"] = hasMasks
        => Define(hasMasks, new(), 2, new(3), new(1, IsAtPoints: true), new(4)),
        ["Neural-Solver-Library"] = hasMasks
        => new SolverLibraryGnot(new() { Channels = 8, Heads = 2, Layers = 2, HasMask = hasMasks }),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_equal_difference_quotients(string kind)
    {
        foreach (bool hasMasks in new[] { false, true })
        {
            NeuralOperator definition = Kinds[kind](hasMasks);
            GradientCheck.Run(definition, [.. definition.Inputs.Select(port => Shape(port, 2))]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_follow_their_points_whatever_the_order_of_any_points(string kind)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NeuralOperator definition = Kinds[kind](false);
        torch.Tensor[] inputs =
            [.. definition.Inputs.Select(port => torch.randn(Shape(port, 3), torch.ScalarType.Float64))];
        torch.Tensor[] turned = [.. inputs.Select((x, i) => definition.Inputs[i].Axes.Count == 0 ? x : x.flip(2))];
        Near(Run(definition, inputs).flip(2), Run(definition, turned));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_fills_samples_up_changes_nothing(string kind)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NeuralOperator plain = Kinds[kind](false), masked = Kinds[kind](true);
        // Every axis gets another number of points that do not count.
        torch.Tensor[] inputs = [.. plain.Inputs.Select(port => torch.randn(Shape(port, 2), torch.ScalarType.Float64))];
        var filled = new Queue<torch.Tensor>(inputs.Select((x, i) => plain.Inputs[i].Axes.Count == 0 ? x
            : torch.cat([x, torch.randn([2, x.shape[1], Extra(plain.Inputs[i])], torch.ScalarType.Float64) * 100], 2)));
        torch.Tensor[] all = [.. masked.Inputs.Select(port => port.IsMask
            ? torch.cat([torch.ones([2, 1, Size(port)], torch.ScalarType.Float64),
                torch.zeros([2, 1, Extra(port)], torch.ScalarType.Float64)], 2) : filled.Dequeue())];
        Near(Run(plain, inputs), Run(masked, all).narrow(2, 0, Points));

        static int Extra(FieldPort port) => port.Axes[0].Name.Length % 3 + 1;
    }

    [Fact]
    public void Without_a_mask_what_fills_samples_up_does_matter()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NeuralOperator plain = Kinds["one function at the points"](false);
        torch.Tensor[] inputs = [.. plain.Inputs.Select(port => torch.randn(Shape(port, 2), torch.ScalarType.Float64))];
        torch.Tensor[] filled =
            [.. inputs.Select(x => torch.cat([x, torch.zeros([2, x.shape[1], 3], torch.ScalarType.Float64)], 2))];
        Assert.True((Run(plain, inputs) - Run(plain, filled).narrow(2, 0, Points)).abs().max().item<double>() > 1e-4);
    }

    /// <summary>
    /// Counts of the authors' program in two dimensions with one input function, to the digits they are known.
    /// </summary>
    [Theory]
    [InlineData(128, 3, 3.77)]
    [InlineData(128, 1, 2.18)]
    [InlineData(64, 1, 0.55)]
    public void Has_as_many_parameters_as_the_authors_program(int channels, int experts, double millions)
    {
        var definition = new Gnot(2, 0, [new(1, IsAtPoints: true)], 1,
            new() { Channels = channels, Experts = experts });
        Assert.Equal(millions, Math.Round(definition.Parameters.Sum(p => p.Elements) / 1e6, 2));
    }

    [Fact]
    public void At_least_one_input_function_is_asked_for()
        => Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new Gnot(2, 0, [], 1)).Message);

    [Fact]
    public void Weights_without_the_number_of_heads_ask_for_it()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        try
        {
            IReadOnlyDictionary<string,
                NamedArray> arrays = ArrayFile.Read(SharedData.Path("reference", "gnot_150pts.npz"));
            ArrayFile.WriteNpz(path, [.. arrays.Values.Where(a => a.Text is null)]);
            Assert.Contains("'act' and 'n_heads'", Assert.Throws<FormatException>(() => Checkpoint.Load(path)).Message);
            var definition = (SolverLibraryGnot)Checkpoint.Load(path, new Dictionary<string, object>
            {
                ["n_heads"] = 4,
                ["act"] = "gelu"
            }).Definition;
            Assert.Equal(4, definition.Options.Heads);
            Assert.Equal((2, 3, 3, 2),
                (definition.Options.Coordinates, definition.Options.InputChannels, definition.Options.Experts,
                definition.Options.Layers));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Gnot Define(bool hasMasks, GnotOptions options, int parameters = 0, params InputFunction[] functions)
        => new(2, parameters, functions.Length > 0 ? functions : [new(1, IsAtPoints: true)], 2,
            options with
            {
                Channels = 8,
                Heads = 2,
                Layers = 2,
                MlpRatio = 2,
                MlpLayers = Math.Min(1, options.MlpLayers)
            }, hasMasks);

    private static int Size(FieldPort port)
        => port.Axes[0].Name switch { "points" => Points, "function0" => Own, _ => Third };

    private static long[] Shape(FieldPort port, long batch)
        => port.Axes.Count == 0 ? [batch, port.Channels] : [batch, port.Channels, Size(port)];

    private static torch.Tensor Run(NeuralOperator definition, torch.Tensor[] inputs)
    {
        using IDisposable noGradient = torch.no_grad();
        ParameterValues values = ParameterValues.Initialize(definition, 5);
        using var run = new TorchInterpreter(definition.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.ScalarType.Float64)),
            torch.ScalarType.Float64, torch.CPU);
        return TorchInterpreter.Unwrap(definition.Run([.. inputs.Select(run.Wrap)]));
    }

    private static void Near(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = ((expected - actual).abs().max() / expected.abs().max()).item<double>();
        Assert.True(difference < 1e-12, $"{difference}");
    }
}
