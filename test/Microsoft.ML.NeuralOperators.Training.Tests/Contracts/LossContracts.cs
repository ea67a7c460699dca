using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tests.Contracts;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Contracts;

/// <summary>
/// Losses and their gradients are those of NumPy's norms and transforms (losses.py), on lines, planes and boxes.
/// </summary>
public class LossContracts
{
    // Nine digits are stored.
    private const double Tolerance = 1e-8;
    private static readonly JsonElement Stored = Contract.Open("losses");
    private static readonly (Loss, double)[] Terms = [(new LpLoss(), 0.7), (new MeanSquareLoss(), 2.5)];

    private static readonly Dictionary<string, Func<int, Loss>> Losses = new()
    {
        ["RelativeL1"] = _ => new LpLoss(1),
        ["RelativeL2"] = _ => new LpLoss(),
        ["RelativeL4"] = _ => new LpLoss(4),
        ["AbsoluteL1"] = _ => new LpLoss(1, IsRelative: false),
        ["AbsoluteL2"] = _ => new LpLoss(2, IsRelative: false),
        ["AbsoluteL4"] = _ => new LpLoss(4, IsRelative: false),
        ["PeriodicH1"] = _ => new SobolevLoss(),
        ["OneSidedH1"] = _ => new SobolevLoss(IsPeriodic: false),
        ["WeightedH1"] = _ => new SobolevLoss { IsRelative = false, ValueWeight = 10 },
        ["Fourier1"] = _ => new SpectralSobolevLoss(),
        ["Fourier-1"] = _ => new SpectralSobolevLoss(-1),
        ["AbsoluteFourier0.5"] = _ => new SpectralSobolevLoss(0.5, IsRelative: false),
        ["Cosine1"] = _ => new SpectralSobolevLoss(1, IsPeriodic: false),
        ["Cosine-0.5"] = _ => new SpectralSobolevLoss(-0.5, IsPeriodic: false),
        ["Truncated"] = _ => new SpectralSobolevLoss { FrequencyScale = 1, Truncation = 2 },
        ["Multigrid"] = _ => SpectralSobolevLoss.Multigrid,
        ["Huber1"] = _ => new HuberLoss(),
        ["Huber0.3"] = _ => new HuberLoss(0.3),
        ["MeanSquare"] = _ => new MeanSquareLoss(),
        ["Boundary"] = _ => new BoundaryLoss(),
        ["ChannelWeighted"] = channels => new ChannelWeightedLoss(new LpLoss(), new[] { 3, 0.5 }[..channels]),
        ["Sum"] = _ => new SumLoss(Terms),
        ["AdaptiveSum"] = _ => new SumLoss(Terms, IsAdaptive: true),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_their_slopes_are_NumPys(string name)
    {
        int[][] grids = Stored.GetProperty("Grids").Deserialize<int[][]>()!;
        for (int i = 0; i < grids.Length; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            JsonElement expected = Stored.GetProperty(name)[i];
            long[] shape = [2, .. grids[i]];
            torch.Tensor prediction = Wave.Tensor(shape, 0.2).requires_grad_();
            torch.Tensor target = Wave.Tensor(shape, 1) * 1.3, direction = Wave.Tensor(shape, 2);
            torch.Tensor losses = Losses[name](grids[i][0]).PerSample(prediction, target);
            Contract.Near(expected.Numbers("Values"), losses, Tolerance);
            // The adaptive sum takes the factors of the batch as constants, so samples do not meet in the gradient.
            losses.sum().backward();
            Contract.Near(expected.Numbers("Slopes"), (prediction.grad! * direction).flatten(1).sum(1), Tolerance);
        }
    }

    [Fact]
    public void Every_stored_loss_is_compared()
        => Assert.Equal(Stored.EnumerateObject().Select(p => p.Name).Order(), Losses.Keys.Append("Grids").Order());
}
