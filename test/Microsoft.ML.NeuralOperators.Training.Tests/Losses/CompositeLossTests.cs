using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Losses;

public class CompositeLossTests
{
    private const torch.ScalarType Double = torch.ScalarType.Float64;

    [Fact]
    public void Huber_is_square_inside_and_linear_outside()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor error = torch.tensor([0.5, -3, 0, 1], [1, 1, 4], Double);
        Assert.Equal((0.125 + 2.5 + 0 + 0.5) / 4,
            new HuberLoss().PerSample(error, torch.zeros_like(error)).item<double>(), 1e-12);
    }

    [Fact]
    public void The_boundary_loss_sees_the_outermost_points_alone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor target = torch.ones([1, 1, 4, 5], Double), inside = target.clone(), edge = target.clone();
        inside[0, 0, 1, 2] = torch.tensor(9.0, Double);
        edge[0, 0, 3, 2] = torch.tensor(3.0, Double);
        Assert.Equal(0, new BoundaryLoss().PerSample(inside, target).item<double>(), 1e-9);
        // One of 14 points is off by 2.
        Assert.Equal(2 / Math.Sqrt(14), new BoundaryLoss().PerSample(edge, target).item<double>(), 1e-9);
    }

    /// <summary>
    /// Taken as everything minus the inside, single precision would leave rounding of the inside alone.
    /// </summary>
    [Fact]
    public void Small_boundary_values_are_seen_beside_a_large_inside()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (long[] grid in new long[][] { [9], [2, 7], [64, 64], [5, 4, 6] })
        {
            torch.Tensor x = torch.full([1, 2, .. grid], 1e-4), inside = x;
            for (int axis = 2; axis < x.Dimensions; axis++)
                inside = inside.narrow(axis, 1, Math.Max(0, x.shape[axis] - 2));
            inside.add_(100);
            var fields = new LossFields(x, null, () => x, _ => x);
            Assert.Equal(1e-8, new DirichletPenalty().PerSample(fields).item<float>(), 1e-12);
            Assert.Equal(0.5, new BoundaryLoss().PerSample(x, x * 2).item<float>(), 1e-5);
        }
    }

    [Fact]
    public void Channels_count_by_their_weights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor target = torch.ones([1, 2, 3], Double), off = target.clone();
        off[0, 1, 0] = torch.tensor(2.0, Double);
        Assert.Equal(0, new ChannelWeightedLoss(Loss.RelativeL2, [1, 0]).PerSample(off, target).item<double>(), 1e-9);
        Assert.Equal(2 / Math.Sqrt(3 + 12),
            new ChannelWeightedLoss(Loss.RelativeL2, [1, 2]).PerSample(off, target).item<double>(), 1e-9);
        var error = Assert.Throws<InvalidOperationException>(() => new ChannelWeightedLoss(Loss.RelativeL2, [1])
            .PerSample(off, target));
        Assert.Contains("1 weights, but the output has 2 channels", error.Message);
    }

    [Fact]
    public void Points_on_the_sphere_count_by_their_areas()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (SphericalGrid grid in Enum.GetValues<SphericalGrid>())
        {
            torch.Tensor x = torch.tensor(Array.ConvertAll(SphericalQuadrature.Colatitudes(grid, 9), Math.Cos), Double)
                .reshape(1, 1, 9, 1).repeat(1, 2, 1, 4), zero = torch.zeros_like(x), one = torch.ones_like(x);
            // The means of x² and x⁴ over the sphere are 1/3 and 1/5.
            Near(1.0 / 3, Loss.MeanSquare, x, zero);
            Near(Math.Sqrt(1.0 / 3), Loss.RelativeL2, x + one, one);
            Near(Math.Pow(2 / 5.0, 0.25), new LpLoss(4, IsRelative: false), x, zero);
            Near(2.0 / 3, new ChannelWeightedLoss(Loss.MeanSquare, [2, 0]), x, zero);

            void Near(double expected, Loss inner, torch.Tensor p, torch.Tensor t)
                => Assert.Equal(expected, new AreaWeightedLoss(inner, grid).PerSample(p, t).item<double>(), 1e-9);
        }
        Assert.Contains(new AreaWeightedLoss(Loss.RelativeH1).Faults(), f => f.Contains("Inner is SobolevLoss"));
        Assert.Contains(new AreaWeightedLoss(new LpLoss(0.5)).Faults(), f => f.Contains("Power"));
        Assert.Empty(new AreaWeightedLoss(new ChannelWeightedLoss(Loss.MeanSquare, [1])).Faults());
    }

    [Fact]
    public void A_sum_weighs_its_terms_and_an_adaptive_one_levels_them_first()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(2);
        torch.Tensor p = torch.randn([3, 1, 6], Double), t = torch.randn([3, 1, 6], Double);
        torch.Tensor a = Loss.RelativeL2.PerSample(p, t), b = Loss.MeanSquare.PerSample(p, t);
        var sum = new SumLoss((Loss.RelativeL2, 2), (Loss.MeanSquare, 0.5));
        Assert.True((sum.PerSample(p, t) - (a * 2 + b * 0.5)).abs().max().item<double>() < 1e-12);
        double mean = (a.mean() + b.mean()).item<double>() / 2;
        Assert.Equal(2.5 * mean, (sum with { IsAdaptive = true }).PerSample(p, t).mean().item<double>(), 1e-9);
    }

    [Fact]
    public void Faults_of_the_terms_are_faults_of_the_sum()
    {
        Assert.Contains(new SumLoss((new HuberLoss(-1), 1), (Loss.RelativeL2, -2)).Faults(),
            f => f.Contains("Delta is -1"));
        Assert.Contains(new SumLoss((new HuberLoss(-1), 1), (Loss.RelativeL2, -2)).Faults(),
            f => f.Contains("a weight is -2"));
        Assert.Contains(new SumLoss().Faults(), f => f.Contains("Terms is empty"));
        Assert.Contains(new SumLoss((null!, 1)).Faults(), f => f.Contains("Terms is empty, or holds null"));
        Assert.Contains(new BurgersResidual(0.1, Duration: 0).Faults(), f => f.Contains("Duration is 0"));
        Assert.False(new ChannelWeightedLoss(new DirichletPenalty(), [1]).NeedsTarget);
    }
}
