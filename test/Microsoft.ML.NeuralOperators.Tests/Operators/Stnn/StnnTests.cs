using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

public class StnnTests
{
    [Theory]
    [InlineData(12, 30, 2, 5)]
    [InlineData(8, 8, 3, 4)]
    [InlineData(7, 6, 3, 2)]
    [InlineData(5, 3, 1, 9)]
    public void Maps_are_the_products_of_their_cores_written_out(int inputs, int outputs, int cores, int rank)
    {
        const int Maps = 2, Batch = 3;
        var layer = new TensorTrainMaps(Maps, inputs, outputs, cores, rank);
        ParameterValues values = ParameterValues.Initialize(layer, 4);
        double[] x = TestLayer.Draw(Batch * inputs);
        var (result, shape) = TestLayer.Run(layer, layer.Apply, x, [Batch, inputs], values);
        Assert.Equal([Maps, Batch, outputs], shape);
        long[] a = TensorTrainMaps.Factors(outputs, cores), b = TensorTrainMaps.Factors(inputs, cores);
        for (int map = 0; map < Maps; map++)
            for (int to = 0; to < outputs; to++)
            {
                double[] row = [.. Enumerable.Range(0, inputs).Select(from => Entry(map, to, from))];
                for (int sample = 0; sample < Batch; sample++)
                    Assert.Equal(row.Select((w, i) => w * x[sample * inputs + i]).Sum(),
                        result[(map * Batch + sample) * outputs + to], 1e-11);
            }

        // G₁[a₁, b₁]·…·G_d[a_d, b_d], the first factor slowest.
        double Entry(int map, int to, int from)
        {
            long outer = outputs, inner = inputs;
            double[] row = [1];
            for (int i = 0; i < cores; i++)
            {
                (outer, inner) = (outer / a[i], inner / b[i]);
                long at = to / outer % a[i], bt = from / inner % b[i];
                ParameterDeclaration core = layer.OwnParameters[i];
                long left = core.Shape[2] / b[i], right = core.Shape[1] / a[i];
                double[] next = new double[right];
                for (long r = 0; r < right; r++)
                    for (long l = 0; l < left; l++)
                        next[r] += row[l] * values[core][(map * core.Shape[1] + at * right + r) * core.Shape[2]
                            + l * b[i] + bt];
                row = next;
            }
            return row[0];
        }
    }

    [Theory]
    [InlineData(256, 7, new long[] { 4, 2, 2, 2, 2, 2, 2 })]
    [InlineData(60, 2, new long[] { 10, 6 })]
    [InlineData(13, 3, new long[] { 13, 1, 1 })]
    public void Sizes_are_split_into_even_factors(long number, int count, long[] expected)
        => Assert.Equal(expected, TensorTrainMaps.Factors(number, count));

    [Fact]
    public void The_output_is_linear_in_the_sensors_and_mixes_by_the_parameters()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(6);
        var stnn = new Stnn(1, 24, 2, 1, 10, new()
        {
            Experts = 3,
            Rank = 4,
            Cores = 3,
            SensorsAtPlace = 4,
            Contractions = 2,
            Boundaries = 2,
        });
        ParameterValues values = ParameterValues.Initialize(stnn, 1);
        using var run = new TorchInterpreter(stnn.Parameters.ToDictionary(p => p,
            p => torch.tensor(values[p], [.. p.Shape], torch.float64)), torch.ScalarType.Float64, torch.CPU);
        torch.Tensor u = torch.randn([1, 1, 24], torch.float64), v = torch.randn([1, 1, 24], torch.float64),
            p = torch.randn([1, 2], torch.float64), q = p * 3;
        torch.Tensor sum = Run(u * 2 + v, p), parts = Run(u, p) * 2 + Run(v, p);
        Assert.InRange((sum - parts).abs().max().item<double>(), 0, 1e-12);
        Assert.True((Run(u, p) - Run(u, q)).abs().max().item<double>() > 1e-6);
        // Weights are mirrored: sensors of a place in reverse order give the same.
        torch.Tensor mirrored = u.reshape(1, 1, 6, 4).flip(3).reshape(1, 1, 24);
        Assert.InRange((Run(u, p) - Run(mirrored, p)).abs().max().item<double>(), 0, 1e-12);

        torch.Tensor Run(torch.Tensor x, torch.Tensor parameters)
            => TorchInterpreter.Unwrap(stnn.Run(run.Wrap(x), run.Wrap(parameters)));
    }

    // Two published configurations, on 64×256 points and two boundaries of 64 places with 16 directions each: 195.9 and
    // 87.6 thousand parameters. A published rank of 7 is 8 here, the most that the cores beside it can use.
    [Theory]
    [InlineData(20, 2, 195.9e3)]
    [InlineData(10, 1, 87.6e3)]
    public void Published_sizes_have_the_published_number_of_parameters(int experts, int contractions, double published)
    {
        var stnn = new Stnn(1, 2048, 3, 1, 16384, new()
        {
            Experts = experts,
            SensorsAtPlace = 16,
            Contractions = contractions,
            Boundaries = 2,
        });
        double parameters = stnn.Parameters.Sum(p => (double)p.Elements);
        Assert.InRange(parameters / published, 0.99, 1.04);
    }

    [Fact]
    public void Numbers_that_make_no_network_are_told()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Stnn(1, 10, 0, 1, 4,
            new() { SensorsAtPlace = 4 }));
        Assert.Contains("10 sensors; expected a multiple of SensorsAtPlace·Boundaries, 4", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new Stnn(1, 10, 0, 1, 4, new() { Contractions = 2 }));
        Assert.Contains("Contractions is 2, but SensorsAtPlace is 1", error.Message);
    }
}
