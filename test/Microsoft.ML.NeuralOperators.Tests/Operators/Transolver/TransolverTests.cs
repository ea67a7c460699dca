using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Transolver and its relatives: points in any order, masks, sizes as published, positions.</summary>
public class TransolverTests
{
    private const int Points = 7;

    private static readonly Dictionary<string, Func<MeshFields, NeuralOperator>> Kinds = new()
    {
        ["Transolver"] = fields => new Transolver(fields, new() { Channels = 8, Heads = 2, Layers = 2, Slices = 3 }),
        ["Transolver, unified positions"] = fields => new Transolver(fields,
            new() { Channels = 8, Heads = 2, Layers = 2, Slices = 3, ReferencePoints = 2 }),
        ["Transolver++"] = fields => new TransolverPlusPlus(fields,
            new() { Channels = 8, Heads = 2, Layers = 2, Slices = 3 }),
        ["LinearNO"] = fields => new LinearNO(fields, new() { Channels = 8, Heads = 2, Layers = 2, Slices = 3 }),
        ["ONO"] = fields => new Ono(fields, new() { Channels = 8, Heads = 2, Layers = 2, BasisFunctions = 3 }),
        ["ONO, normalised attention"] = fields => new Ono(fields, new()
        {
            Channels = 8,
            Heads = 2,
            Layers = 2,
            BasisFunctions = 3,
            Attention = OnoAttention.Normalized,
        }),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_follow_their_points_whatever_the_order_of_the_points(string kind)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NeuralOperator definition = Kinds[kind](OnPoints());
        torch.Tensor[] inputs = Draw(definition), turned = [.. inputs.Select(x => x.Dimensions < 3 ? x : x.flip(2))];
        Near(Run(definition, inputs).flip(2), Run(definition, turned));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_fills_samples_up_changes_nothing(string kind)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        NeuralOperator plain = Kinds[kind](OnPoints()), masked = Kinds[kind](OnPoints() with { HasMask = true });
        torch.Tensor[] inputs = Draw(plain);
        torch.Tensor[] filled = [.. inputs.Select(x => x.Dimensions < 3 ? x
            : torch.cat([x, torch.randn([2, x.shape[1], 3], torch.ScalarType.Float64) * 100], 2))];
        torch.Tensor mask = torch.cat([torch.ones([2, 1, Points], torch.ScalarType.Float64),
            torch.zeros([2, 1, 3], torch.ScalarType.Float64)], 2);
        Near(Run(plain, inputs), Run(masked, [.. filled, mask]).narrow(2, 0, Points));
        Assert.True((Run(plain, inputs) - Run(plain, filled).narrow(2, 0, Points)).abs().max().item<double>() > 1e-6);
    }

    /// <summary>
    /// Counts of the published programs for Darcy flow, and of Transolver++ on points of the plane with a condition.
    /// </summary>
    [Fact]
    public void Parameters_are_as_many_as_published()
    {
        Assert.Equal(2_826_945, Count(new Transolver(1, 1, new() { ReferencePoints = 8 })));
        Assert.Equal(1_766_145, Count(new LinearNO(1, 1)));
        Assert.Equal(591_561, Count(new TransolverPlusPlus(OnPoints() with { OutputChannels = 1 }, new())));
        Assert.Equal(2_029_137, Count(new Ono(1, 1, new()
        {
            Layers = 10,
            MlpRatio = 2,
            BasisFunctions = 32,
            Attention = OnoAttention.Nystrom,
        })));

        static long Count(NeuralOperator definition)
            => definition.Parameters.Where(p => p.IsTrainable).Sum(p => p.Elements);
    }

    [Fact]
    public void Published_slices_are_reproduced_with_the_noise_that_was_recorded_and_without()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        const string File = "transolverplus_130pts.npz";
        string path = SharedData.Path("reference", File);
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
        ParameterValues values = Checkpoint.Load(path);
        torch.Tensor[] inputs = [Of("condition"), Of("input").transpose(1, 2)];
        int draw = 0;
        Dictionary<ParameterDeclaration, torch.Tensor> tensors = values.Definition.Parameters
            .ToDictionary(p => p, p => torch.tensor(values[p], [.. p.Shape]));
        foreach (bool isNoisy in new[] { false, true })
        {
            using var run = new TorchInterpreter(tensors, torch.ScalarType.Float32, torch.CPU)
            {
                Training = isNoisy,
                Uniform = _ => Of($"uniform{draw++}"),
            };
            torch.Tensor y = TorchInterpreter.Unwrap(
                ((NeuralOperator)values.Definition).Run([.. inputs.Select(run.Wrap)])).transpose(1, 2).contiguous();
            double difference = PublishedReference.Difference(
                arrays[isNoisy ? "output" : "output_without_noise"].Values, y.data<float>().ToArray());
            Assert.True(difference <= 2e-5, $"{File}, noise {isNoisy}: {difference}");
        }
        Assert.Equal(2, draw);

        torch.Tensor Of(string name) => torch.tensor(arrays[name].Values, PublishedReference.Shape(arrays[name]));
    }

    [Fact]
    public void Unified_positions_are_distances_to_a_grid_over_the_domain()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var run = new TorchInterpreter(new Dictionary<ParameterDeclaration, torch.Tensor>(),
            torch.ScalarType.Float64, torch.CPU);
        Value points = run.Wrap(torch.tensor([0.0, 0.5, 1.0, 1.0], [2, 2], torch.ScalarType.Float64));
        torch.Tensor distances = TorchInterpreter.Unwrap(MeshPositions.OnGrid(2, 3).Apply(points));
        Assert.Equal([2L, 9], distances.shape);
        for (int i = 0; i < 9; i++)
        {
            double x = i / 3 / 2.0, y = i % 3 / 2.0;
            Assert.Equal(Math.Sqrt(x * x + (y - 0.5) * (y - 0.5)), distances[0, i].item<double>(), 12);
            Assert.Equal(Math.Sqrt((x - 1) * (x - 1) + (y - 1) * (y - 1)), distances[1, i].item<double>(), 12);
        }
    }

    [Fact]
    public void A_published_basis_of_training_is_orthonormal_over_the_batch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var basis = new OrthonormalBasis(6, 4, hasBatchBasis: true);
        using var run = new TorchInterpreter(Tensors(basis), torch.ScalarType.Float64, torch.CPU) { Training = true };
        Value x = run.Wrap(torch.randn([3, 11, 6], torch.ScalarType.Float64));
        torch.Tensor rows = TorchInterpreter.Unwrap(basis.Apply(x, new MeshPoints())).reshape(33, 4);
        Near(torch.eye(4, dtype: torch.ScalarType.Float64), rows.t().mm(rows) / 33);
        torch.Tensor seen = Assert.Single(run.Observed).Value;
        Assert.Equal([4L, 4], seen.shape);
    }

    [Fact]
    public void A_basis_of_training_is_that_of_predictions_and_observes_the_batch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var basis = new OrthonormalBasis(6, 4, hasBatchBasis: false);
        Dictionary<ParameterDeclaration, torch.Tensor> tensors = Tensors(basis);
        torch.Tensor x = torch.randn([3, 11, 6], torch.ScalarType.Float64);
        using var training = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU) { Training = true };
        using var prediction = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        Near(Basis(prediction), Basis(training));
        torch.Tensor seen = Assert.Single(training.Observed).Value,
            functions = x.reshape(33, 6).mm(tensors.Single(t => t.Key.Name == "proj.weight").Value.t())
                + tensors.Single(t => t.Key.Name == "proj.bias").Value;
        Near(functions.t().mm(functions) / 33, seen);
        Assert.Empty(prediction.Observed);

        torch.Tensor Basis(TorchInterpreter run)
            => TorchInterpreter.Unwrap(basis.Apply(run.Wrap(x), new MeshPoints())).reshape(33, 4);
    }

    [Fact]
    public void A_basis_of_dependent_functions_is_bounded()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var basis = new OrthonormalBasis(6, 4, hasBatchBasis: false);
        Dictionary<ParameterDeclaration, torch.Tensor> tensors = Tensors(basis);
        // Of rank one: all functions are multiples of the first.
        torch.Tensor direction = torch.tensor([0.9, -0.3, 0.7, 0.5]);
        tensors[tensors.Keys.Single(p => p.Name == "feature_cov")] = torch.outer(direction, direction);
        using var run = new TorchInterpreter(tensors, torch.ScalarType.Float64, torch.CPU);
        torch.Tensor x = torch.randn([33, 6], torch.ScalarType.Float64),
            functions = x.mm(tensors.Single(t => t.Key.Name == "proj.weight").Value.t())
                + tensors.Single(t => t.Key.Name == "proj.bias").Value,
            values = TorchInterpreter.Unwrap(basis.Apply(run.Wrap(x.reshape(1, 33, 6)), new MeshPoints()))
                .reshape(33, 4);
        // The smallest eigenvalue is 1e-4 of the mean diagonal, and the largest factor one over its root.
        double largest = 1 / Math.Sqrt(1e-4 * direction.pow(2).mean().item<double>()),
            factor = (values.norm(1) / functions.norm(1)).max().item<double>();
        Assert.InRange(factor, 0.1 * largest, 1.000001 * largest);
    }

    [Theory]
    [InlineData(OnoAttention.Normalized, false)]
    [InlineData(OnoAttention.Normalized, true)]
    [InlineData(OnoAttention.Linear, true)]
    [InlineData(OnoAttention.Nystrom, true)]
    public void Gradients_go_through_the_basis(OnoAttention attention, bool hasBatchBasis)
        => GradientCheck.Run(new Ono(1, 1, new()
        {
            HasBatchBasis = hasBatchBasis,
            Channels = 6,
            Heads = 2,
            Layers = 2,
            BasisFunctions = 3,
            Attention = attention,
            Landmarks = 4,
        }), [[2, 1, 3, 4]], isTraining: true);

    [Fact]
    public void Landmarks_of_padded_rows_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Ono(OnPoints() with { HasMask = true },
            new() { Attention = OnoAttention.Nystrom }));
        Assert.Contains("Attention is Nystrom", error.Message);
    }

    private static MeshFields OnPoints() => new(1, 2) { Coordinates = 2, Parameters = 3 };

    private static torch.Tensor[] Draw(NeuralOperator definition) => [.. definition.Inputs.Select(port
        => torch.randn([2, port.Channels, .. port.Axes.Select(_ => (long)Points)], torch.ScalarType.Float64))];

    private static Dictionary<ParameterDeclaration, torch.Tensor> Tensors(Layer definition)
    {
        // Wider than at the start of a training, so that attention is far from even.
        ParameterValues values = ParameterValues.Initialize(definition, 1);
        return definition.Parameters.ToDictionary(p => p, p => torch.tensor(values[p], [.. p.Shape])
            .type(torch.ScalarType.Float64)
            .mul(p.IsTrainable && p.Shape.Count == 2 ? torch.tensor(20.0) : torch.tensor(1.0)));
    }

    private static torch.Tensor Run(NeuralOperator definition, IEnumerable<torch.Tensor> inputs)
    {
        using var run = new TorchInterpreter(Tensors(definition), torch.ScalarType.Float64, torch.CPU);
        return TorchInterpreter.Unwrap(definition.Run([.. inputs.Select(run.Wrap)]));
    }

    private static void Near(torch.Tensor expected, torch.Tensor actual)
        => Assert.True((expected - actual).abs().max().item<double>() < 1e-9,
            $"{(expected - actual).abs().max().item<double>()}");
}
