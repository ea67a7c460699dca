using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class SolverLibraryGalerkinTests
{
    private static readonly SolverLibraryOptions Options =
        new() { Channels = 8, Heads = 2, Layers = 2, InputChannels = 4, OutputChannels = 2, MlpRatio = 2 };

    [Fact]
    public void The_order_of_the_points_does_not_matter()
    {
        using var module = new OperatorModule(new SolverLibraryGalerkin(Options), type: torch.ScalarType.Float64);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.manual_seed(2);
        torch.Tensor x = torch.randn([2, 4, 5, 6], torch.ScalarType.Float64);
        torch.Tensor difference = module.call(x.transpose(2, 3)).transpose(2, 3) - module.call(x);
        Assert.True(difference.abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void Gradients_equal_difference_quotients()
        => GradientCheck.Run(new SolverLibraryGalerkin(Options), 2, 4, 3, 4);

    [Fact]
    public void Options_come_back_from_names_shapes_and_the_given_heads()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        ParameterValues values = ParameterValues.Initialize(new SolverLibraryGalerkin(Options), 1);
        try
        {
            ArrayFile.WriteNpz(path,
                [.. values.Definition.Parameters.Select(p
                => new NamedArray(p.Name, [.. p.Shape.Select(s => (int)s)], values[p]))]);
            Assert.Equal(Options,
                ((SolverLibraryGalerkin)Checkpoint.Load(path, new Dictionary<string, object>
                {
                    ["n_heads"] = 2,
                    ["act"] = "gelu"
                }).Definition).Options);
            Assert.Contains("'act' and 'n_heads'", Assert.Throws<FormatException>(() => Checkpoint.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
