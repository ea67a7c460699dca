using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class SfnoTests
{
    private static readonly SfnoOptions Small = new() { Modes = [4, 8], Channels = 6, Layers = 2 };

    [Theory]
    [InlineData(SphericalFilter.Zonal)]
    [InlineData(SphericalFilter.Degree)]
    [InlineData(SphericalFilter.DegreeAndOrder)]
    public void Longitudes_shifted_in_the_input_are_shifted_in_the_output(SphericalFilter filter)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(4);
        using var module = new OperatorModule(new Sfno(2, 1, Small with { Filter = filter }), null,
            torch.ScalarType.Float64);
        torch.Tensor x = torch.randn([3, 2, 8, 15], torch.float64), y = module.forward(x);
        torch.Tensor shifted = module.forward(x.roll([4], [3]));
        Assert.InRange((shifted - y.roll([4], [3])).abs().max().item<double>(), 0, 1e-12);
        // Latitudes are told apart.
        torch.Tensor turned = module.forward(x.flip(2));
        Assert.True((turned - y.flip(2)).abs().max().item<double>() > 1e-3);
    }

    [Theory]
    [InlineData(SphericalGrid.WithPoles)]
    [InlineData(SphericalGrid.Gauss)]
    public void Conserved_channels_keep_their_mean_over_the_sphere(SphericalGrid grid)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(5);
        using var module = new OperatorModule(new Sfno(3, 2, Small with { Grid = grid, ConservedChannels = [1] }),
            null, torch.ScalarType.Float64);
        torch.Tensor x = torch.randn([2, 3, 7, 14], torch.float64), y = module.forward(x);
        // The output's channels are the input's last ones.
        Assert.InRange((Mean(y, 1) - Mean(x, 2)).abs().max().item<double>(), 0, 1e-13);
        Assert.True((Mean(y, 0) - Mean(x, 1)).abs().max().item<double>() > 1e-3);

        torch.Tensor Mean(torch.Tensor field, int channel)
            => (field.select(1, channel).mean([2]) * torch.tensor(SphericalQuadrature.Weights(grid, 7))).sum(1) / 2;
    }

    [Fact]
    public void Options_that_make_no_operator_are_reported()
    {
        Assert.Equal(4, new SfnoOptions { Modes = [4, 12] }.Orders);
        Assert.Contains("ConservedChannels needs 2 input channels, got 1", Fault(new() { ConservedChannels = [0] }));
        Assert.Contains("ConservedChannels has 2; expected channels of the output, below 2",
            Fault(new() { ConservedChannels = [2] }));
        Assert.Equal(31, new Sfno(1, 1).Inputs[0].Axes[0].MinimumToTrain);
        Assert.Equal(16, new Sfno(1, 1, new() { Grid = SphericalGrid.Gauss }).Inputs[0].Axes[0].MinimumToTrain);

        static string Fault(SfnoOptions options)
            => Assert.Throws<ArgumentOutOfRangeException>(() => new Sfno(1, 2, options)).Message;
    }

    [Fact]
    public void Filters_by_degree_have_as_many_weights_for_any_number_of_orders()
    {
        long degree = Count(SphericalFilter.Degree), zonal = Count(SphericalFilter.Zonal),
            all = Count(SphericalFilter.DegreeAndOrder);
        // Two layers of 4 degrees and 6·6 channels.
        Assert.Equal(2 * 4 * 36, degree - zonal);
        Assert.Equal(2 * 2 * 4 * 36 * 3, all - degree);

        static long Count(SphericalFilter filter)
            => CostInterpreter.Measure(new Sfno(1, 1, Small with { Filter = filter }), Shape.Of(1, 1, 8, 16))
                .Parameters;
    }
}
