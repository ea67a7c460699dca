using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>One exported file gives torch's values at every batch and grid.</summary>
public class OperatorExportTests(ITestOutputHelper log)
{
    public static TheoryData<string> Names => [.. Definitions.Keys];

    private static Dictionary<string, (Func<NeuralOperator> Define, long[][] Grids)> Definitions { get; } = new()
    {
        ["Fourier 1-D"] = (() => Fourier(new() { Modes = [8], Channels = 6 }, inputs: 2), [[16], [9], [5], [64]]),
        ["Fourier 2-D"] = (() => Fourier(new() { Modes = [8, 6], Channels = 5 }, outputs: 2),
            [[16, 16], [9, 21], [4, 5], [32, 48]]),
        ["Fourier 3-D"] = (() => Fourier(new() { Modes = [4, 6, 4], Channels = 4, Layers = 2 }),
            [[6, 6, 6], [5, 7, 9], [3, 4, 3]]),
        ["Fourier, padding and group norm"] =
        (() => Fourier(new()
        {
            Modes = [6, 6],
            Channels = 4,
            DomainPadding = 0.1,
            Normalization = Normalization.Group
        }), [[16, 16], [13, 20]]),
        ["Fourier, instance norm, no grid"] =
        (() => Fourier(new()
        {
            Modes = [6, 6],
            Channels = 4,
            HasGridEmbedding = false,
            Normalization = Normalization.Instance
        }), [[16, 16], [13, 20]]),
        ["Fourier, no channel MLP"] =
        (() => Fourier(new() { Modes = [7, 5], Channels = 4, MlpRatio = 0 }), [[16, 16], [13, 20]]),
        ["Fourier 1-D, Tucker"] =
        (() => Fourier(new() { Modes = [8], Channels = 5, Factorization = SpectralFactorization.Tucker }), [[16], [5]]),
        ["Fourier 2-D, CP"] =
        (() => Fourier(new() { Modes = [8, 6], Channels = 5, Factorization = SpectralFactorization.Cp }),
            [[16, 16], [9, 21]]),
        ["Fourier 3-D, tensor train"] =
        (() => Fourier(new()
        {
            Modes = [4, 6, 4],
            Channels = 4,
            Layers = 2,
            Factorization = SpectralFactorization.TensorTrain,
        }), [[6, 6, 6], [5, 7, 9]]),
        ["Local 3-D, Dirichlet"] = (() => new LocalNO(2, 1, new()
        {
            Modes = [4, 4, 4],
            Channels = 4,
            Layers = 2,
            Radius = 0.3,
            Boundary = BoundaryCondition.Dirichlet,
        }), [[6, 6, 6], [5, 7, 9]]),
        ["Local 2-D with sectors"] = (() => new LocalNO(2, 1, new()
        {
            Modes = [4, 4],
            Channels = 4,
            Layers = 2,
            Radius = 0.2,
            Rings = 3,
            Sectors = 5,
        }), [[16, 16], [9, 21], [40, 24]]),
        ["Fourier with U-Nets 3-D"] = (() => new UFno(2, 1, new()
        {
            Modes = [4, 4, 4],
            Channels = 4,
            Scales = 2,
            Normalization = Normalization.None,
        }), [[6, 6, 6], [5, 7, 9]]),
        ["U-shaped Fourier 2-D"] =
        (() => new UNo(2, 1, new() { Modes = [6, 6], Channels = 4, Scales = 3 }), [[16, 16], [9, 21], [1, 5]]),
        ["Multigrid 1-D, periodic"] =
        (() => Multigrid(1, BoundaryCondition.Periodic, MultigridCycleKind.V), [[16], [8], [24], [40]]),
        ["Multigrid 2-D, Dirichlet"] =
        (() => Multigrid(2, BoundaryCondition.Dirichlet, MultigridCycleKind.V), [[16, 16], [9, 21], [3, 5], [17, 32]]),
        ["Multigrid 2-D, Neumann, full multigrid"] =
        (() => Multigrid(2, BoundaryCondition.Neumann, MultigridCycleKind.FullMultigrid),
        [[16, 16], [9, 21], [3, 5], [17, 32]]),
        ["Multigrid 3-D, Neumann, W-cycle"] =
        (() => Multigrid(3, BoundaryCondition.Neumann, MultigridCycleKind.W), [[6, 6, 6], [5, 7, 9], [3, 4, 3]]),
        ["FactFormer 2-D"] = (() => Factorized(new(), outputs: 2), [[16, 16], [9, 21], [1, 2], [33, 12]]),
        ["FactFormer 2-D, centred"] =
        (() => Factorized(new() { Points = PointPlacement.CellCentres }), [[16, 16], [9, 21], [1, 2]]),
        ["FactFormer 2-D, periodic"] =
        (() => Factorized(new() { Points = PointPlacement.Periodic, Lengths = [1, 2] }), [[16, 16], [9, 21], [1, 2]]),
        ["FactFormer 2-D, as published"] =
        (() => Factorized(new() { HasQuadrature = false, RotaryFrequency = 64, FeatureScale = 8, Lengths = [12.6, 2] }),
        [[16, 16], [9, 21]]),
        ["FactFormer 3-D"] = (() => Factorized(new() { Dimensions = 3 }), [[6, 6, 6], [5, 7, 9], [3, 4, 1]]),
        ["FactFormer 2-D, latent steps"] =
        (() => Factorized(new() { LatentSteps = 2 }, outputs: 4), [[16, 16], [9, 21], [1, 2]]),
        ["IFactFormer-m 2-D"] = (() => Implicit(new(), outputs: 2), [[16, 16], [9, 21], [2, 3]]),
        ["IFactFormer-m 3-D"] =
        (() => Implicit(new() { Dimensions = 3, Points = PointPlacement.Periodic }), [[6, 6, 6], [5, 7, 9], [3, 4, 3]]),
        ["IFactFormer-o 2-D, lifted separately"] =
        (() => Implicit(new() { IsParallel = false, LiftChannelsSeparately = true }), [[16, 16], [9, 21]]),
        ["Factformer with softmax 2-D"] = (() => Softmax(2), [[16, 16], [9, 21], [1, 2]]),
        ["Factformer with softmax 3-D"] = (() => Softmax(3), [[6, 6, 6], [5, 7, 9], [3, 4, 1]]),
        ["Latent spectral 1-D"] = (() => LatentSpectral(1, Normalization.Instance), [[16], [1], [3], [37]]),
        ["Latent spectral 2-D"] =
        (() => LatentSpectral(2, Normalization.Batch), [[16, 16], [24, 20], [16, 9], [1, 5], [33, 47]]),
        ["Latent spectral 3-D"] = (() => LatentSpectral(3, Normalization.None), [[8, 8, 8], [5, 7, 9]]),
        ["Galerkin 1-D, Fourier attention"] = (() => Galerkin([6], AttentionKind.Fourier, 1), [[16], [1], [9], [40]]),
        ["Galerkin 2-D"] = (() => Galerkin([6, 6], AttentionKind.Galerkin, 0.4), [[16, 16], [9, 21], [1, 3], [33, 32]]),
        ["Galerkin 2-D, Softmax attention"] = (() => Galerkin([6, 6], AttentionKind.Softmax, 0.6), [[16, 16], [9, 21]]),
        ["Galerkin 3-D, linear attention"] =
        (() => Galerkin([4, 4, 4], AttentionKind.Linear, 0.5), [[6, 6, 6], [5, 7, 9]]),
        ["Transolver 1-D"] = (() => new Transolver(2, 1, Small(new TransolverOptions { Dimensions = 1 })),
            [[16], [1], [9], [40]]),
        ["Transolver 3-D, periodic"] = (() => new Transolver(2, 1, Small(new TransolverOptions
        {
            Dimensions = 3,
            Boundary = BoundaryCondition.Periodic,
            ReferencePoints = 2,
        })), [[6, 6, 6], [5, 7, 9], [3, 4, 1]]),
        ["Transolver++ 2-D"] = (() => new TransolverPlusPlus(2, 1, Small(new TransolverPlusPlusOptions())),
            [[16, 16], [9, 21], [1, 3]]),
        ["LinearNO 2-D, no convolution"] =
        (() => new LinearNO(2, 1, Small(new LinearNOOptions { HasConvolution = false })), [[16, 16], [9, 21], [1, 3]]),
        ["ONO 2-D, landmarks"] = (() => new Ono(2, 1, Small(new OnoOptions
        {
            BasisFunctions = 3,
            Attention = OnoAttention.Nystrom,
            Landmarks = 8,
        })), [[16, 16], [9, 21], [1, 3]]),
        ["Galerkin of the library"] =
        (() => new SolverLibraryGalerkin(new() { Channels = 8, Layers = 2 }), [[16, 16], [9, 21], [1, 3]]),
    };

    private static T Small<T>(T options)
        where T : MeshTransformerOptions => options with { Channels = 8, Heads = 2, Layers = 2 };

    private static NeuralOperator Factorized(FactFormerOptions options, int outputs = 1)
        => new FactFormer(2, outputs,
            options with { Channels = options.LatentSteps > 0 ? 8 : 6, Heads = 2, HeadChannels = 3, Layers = 2 });

    private static NeuralOperator Implicit(IFactFormerOptions options, int outputs = 1)
        => new IFactFormer(2, outputs, options with { Channels = 8, Heads = 2, HeadChannels = 3, Iterations = 3 });

    private static NeuralOperator Softmax(int dimensions)
        => new SolverLibraryFactFormer(new() { Dimensions = dimensions, Channels = 6, Heads = 2, Layers = 2 });

    private static NeuralOperator Galerkin(int[] modes, AttentionKind attention, double coarse)
        => new GalerkinTransformer(2, 1, new()
        {
            Channels = 8,
            Heads = 2,
            Layers = 2,
            Attention = attention,
            CoarseFraction = coarse,
            Modes = modes,
            RegressorChannels = 5,
            ProjectionChannels = 6,
            Dropout = 0.5,
            MlpDropout = 0.5,
            InitialGain = 1,
            IsZeroAtBoundary = coarse == 0.6,
        });

    private static NeuralOperator Fourier(FnoOptions options, int inputs = 1, int outputs = 1)
        => new Fno(inputs, outputs, options);

    private static NeuralOperator LatentSpectral(int dimensions, Normalization normalization) => new Lsm(2, 1, new()
    {
        Dimensions = dimensions,
        Channels = 4,
        Heads = 2,
        Scales = dimensions == 2 ? 5 : 3,
        Normalization = normalization,
    });

    private static NeuralOperator Multigrid(int dimensions, BoundaryCondition boundary, MultigridCycleKind cycle)
        => new Mgno(2, 1, new()
        {
            Dimensions = dimensions,
            Channels = 3,
            Layers = 2,
            Levels = [new(1), new(1, 1), new(1), new(2)],
            Boundary = boundary,
            Cycle = cycle,
            RestrictResidual = dimensions == 2,
            Normalization = Normalization.Group,
            HasHardConstraint = true,
            BoundaryChannel = 1,
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void One_file_serves_every_batch_and_grid(string name)
    {
        var (define, grids) = Definitions[name];
        NeuralOperator inner = define();
        var definition = new NormalizedOperator(inner);
        ParameterValues values = ParameterValues.Initialize(definition, 2);
        values[definition.InputNormalizers[0].Mean][0] = 0.3f;
        values[definition.OutputNormalizer.StandardDeviation][0] = 2.5f;
        byte[] model = OnnxExporter.Export(definition, values);
        Assert.Empty(OnnxModelInfo.Read(model).Operators.Except(OnnxOperators.Allowed));
        using OnnxOperatorSession session = OnnxOperatorSession.Open(model, new() { Threads = 1 });
        foreach (long[] grid in grids)
            foreach (long batch in new long[] { 1, 3 })
            {
                long[] shape = [batch, inner.Inputs[0].Channels, .. grid];
                var random = new Random(5);
                float[] x = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b))
                    .Select(_ => (float)(random.NextDouble() - 0.5))];
                (float[] expected, long[] expectedShape) = Parity.Torch(definition, values, x, shape);
                (float[] actual, long[] actualShape) = session.Run([(x, shape)]);
                Assert.Equal(expectedShape, actualShape);
                Parity.Equal(expected, actual, 1e-4);
            }
    }

    [Theory]
    [MemberData(nameof(PublishedReference.Files), MemberType = typeof(PublishedReference))]
    public void Published_weights_give_published_outputs_from_one_file(string file)
    {
        PublishedReference reference = PublishedReference.Read(file);
        ParameterValues values = Checkpoint.Load(reference.Path);
        using OnnxOperatorSession session =
            OnnxOperatorSession.Open(OnnxExporter.Export((NeuralOperator)values.Definition, values));
        foreach (var (input, output) in reference.Pairs)
        {
            float[] scores = session.Run([(input.Values, PublishedReference.Shape(input))]).Values;
            log.WriteLine($"{file} on {string.Join('×', input.Shape)}: "
                + $"{PublishedReference.Difference(output.Values, scores):g2}");
            Parity.Equal(output.Values, scores, 1e-4);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_basis_of_functions_that_became_alike_gives_the_scores_of_torch(bool hasBatchBasis)
    {
        var definition = new Ono(2, 1, Small(new OnoOptions { BasisFunctions = 3, HasBatchBasis = hasBatchBasis }));
        ParameterValues values = ParameterValues.Initialize(definition, 2);
        // The functions are multiples of one another but for rounding, which leaves the matrix indefinite.
        float[] functions = [0.9f, -0.3f, 0.7f];
        ParameterDeclaration[] covariances = [.. definition.Parameters.Where(p => p.Name.EndsWith("feature_cov"))];
        Assert.Equal(2, covariances.Length);
        foreach (ParameterDeclaration covariance in covariances)
            for (int i = 0; i < 9; i++) values[covariance][i] = functions[i / 3] * functions[i % 3];
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, 2 * 2 * 63).Select(_ => (float)(random.NextDouble() - 0.5))];
        long[] shape = [2, 2, 9, 7];
        float[] expected = Parity.Torch(definition, values, x, shape).Values;
        using OnnxOperatorSession session = OnnxOperatorSession.Open(OnnxExporter.Export(definition, values));
        float[] actual = session.Run([(x, shape)]).Values;
        Assert.DoesNotContain(actual, score => !float.IsFinite(score));
        Parity.Equal(expected, actual, 0.05);
    }

    [Theory]
    [InlineData("localno_20x20.npz")]
    [InlineData("localno_padded_24x20.npz")]
    public void Published_local_kernels_follow_the_grid_from_one_file(string file)
    {
        ParameterValues values = Checkpoint.Load(PublishedReference.Read(file).Path);
        var definition = (NeuralOperator)values.Definition;
        using OnnxOperatorSession session = OnnxOperatorSession.Open(OnnxExporter.Export(definition, values));
        var random = new Random(3);
        foreach (long[] grid in new long[][] { [20, 20], [24, 20], [40, 48], [13, 30], [9, 8] })
        {
            long[] shape = [2, 2, .. grid];
            float[] x = [.. Enumerable.Range(0, (int)(4 * grid[0] * grid[1])).Select(_ => random.NextSingle() - 0.5f)];
            Parity.Equal(Parity.Torch(definition, values, x, shape).Values, session.Run([(x, shape)]).Values, 1e-4);
        }
    }

    [Fact]
    public void Published_multigrid_weights_serve_other_grids_from_one_file()
    {
        ParameterValues values = Checkpoint.Load(SharedData.Path("reference", "mgno_dc_64.npz"));
        var definition = (NeuralOperator)values.Definition;
        using OnnxOperatorSession session = OnnxOperatorSession.Open(OnnxExporter.Export(definition, values));
        foreach (long[] shape in new long[][] { [1, 1, 64, 64], [2, 1, 65, 33], [1, 1, 128, 128] })
        {
            var random = new Random(6);
            float[] x = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b))
                .Select(_ => (float)(random.NextDouble() - 0.5))];
            Parity.Equal(Parity.Torch(definition, values, x, shape).Values, session.Run([(x, shape)]).Values, 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_onnx_checker_accepts_the_file_in_every_precision(string name)
    {
        using var folder = new TemporaryFolder();
        var definition = new NormalizedOperator(Definitions[name].Define());
        ExportPrecision[] all = [ExportPrecision.Float32, ExportPrecision.Float16, ExportPrecision.Int8];
        foreach (ExportPrecision precision in all)
            OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0), folder[$"{precision}.onnx"],
                new() { Precision = precision });
        Assert.Equal("", OnnxChecker.Check([.. all.Select(precision => folder[$"{precision}.onnx"])]));
    }

    [Fact]
    public void Names_and_metadata_come_back()
    {
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 3 });
        byte[] model = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0),
            new()
            {
                InputNames = ["a"],
                OutputName = "Score",
                Metadata = new Dictionary<string,
                string>
                { ["key"] = "värde" }
            });
        OnnxModelInfo info = OnnxModelInfo.Read(model);
        Assert.Equal(["batch", "1", "height", "width"], info.Inputs["a"]);
        Assert.Equal(["batch", "1", "height", "width"], info.Outputs["Score"]);
        Assert.Equal("värde", info.Metadata["key"]);
        Assert.Equal(17, info.Opset);
    }
}
