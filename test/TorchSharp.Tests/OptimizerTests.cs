using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class OptimizerTests
{
    private static readonly double[] Start = [1, -2, 0.5], Slope = [0.3, -0.1, 2];

    // Five steps on sum(slope * p + p^2 / 2), whose gradient is slope + p.
    private static double[] Run(Func<Parameter[], optim.Optimizer> make, int steps = 5)
    {
        Parameter p = nn.Parameter(torch.tensor(Start));
        using optim.Optimizer optimizer = make([p]);
        for (int k = 0; k < steps; k++)
        {
            optimizer.zero_grad();
            (p * torch.tensor(Slope) + p * p / 2).sum().backward();
            optimizer.step();
        }
        return Check.Numbers(p);
    }

    private static double[] ByHand(Func<int, Func<double, double, int, double>> updateOf, int steps = 5) => Start.Select((p, k) =>
    {
        Func<double, double, int, double> update = updateOf(k);
        for (int t = 1; t <= steps; t++) p = update(p, Slope[k] + p, t);
        return p;
    }).ToArray();

    private static void Same(double[] expected, double[] actual)
    {
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-10);
    }

    private static Func<double, double, int, double> AdamStep(double lr, double b1, double b2, double eps, double decay, bool decoupled, bool amsgrad)
    {
        double m = 0, v = 0, largest = 0;
        return (p, g, t) =>
        {
            if (decoupled) p *= 1 - lr * decay;
            else g += decay * p;
            m = b1 * m + (1 - b1) * g;
            v = b2 * v + (1 - b2) * g * g;
            largest = Math.Max(largest, v);
            double corrected = (amsgrad ? largest : v) / (1 - Math.Pow(b2, t));
            return p - lr * (m / (1 - Math.Pow(b1, t))) / (Math.Sqrt(corrected) + eps);
        };
    }

    [Theory]
    [InlineData(0, false), InlineData(0.1, false), InlineData(0, true)]
    public void Adam(double decay, bool amsgrad) => Same(
        ByHand(_ => AdamStep(0.01, 0.9, 0.99, 1e-8, decay, false, amsgrad)),
        Run(p => optim.Adam(p, 0.01, 0.9, 0.99, 1e-8, decay, amsgrad)));

    [Fact]
    public void AdamW() => Same(
        ByHand(_ => AdamStep(0.01, 0.9, 0.99, 1e-8, 0.1, true, false)),
        Run(p => optim.AdamW(p, 0.01, 0.9, 0.99, 1e-8, 0.1)));

    [Theory]
    [InlineData(0, 0, 0, false), InlineData(0.9, 0, 0, false), InlineData(0.9, 0.5, 0.1, false), InlineData(0.9, 0, 0.1, true)]
    public void Sgd(double momentum, double dampening, double decay, bool nesterov) => Same(
        ByHand(_ =>
        {
            double buffer = 0;
            return (p, g, t) =>
            {
                g += decay * p;
                buffer = t == 1 ? g : momentum * buffer + (1 - dampening) * g;
                double d = momentum == 0 ? g : nesterov ? g + momentum * buffer : buffer;
                return p - 0.05 * d;
            };
        }),
        Run(p => optim.SGD(p, 0.05, momentum, dampening, decay, nesterov)));

    [Fact]
    public void RmsProp() => Same(
        ByHand(_ =>
        {
            double square = 0, buffer = 0;
            return (p, g, _) =>
            {
                square = 0.9 * square + 0.1 * g * g;
                buffer = 0.5 * buffer + g / (Math.Sqrt(square) + 1e-8);
                return p - 0.01 * buffer;
            };
        }),
        Run(p => optim.RMSProp(p, 0.01, 0.9, 1e-8, 0, 0.5)));

    [Fact]
    public void LimitedMemoryBfgsFindsTheMinimum()
    {
        Parameter p = nn.Parameter(torch.tensor(Start));
        using var optimizer = optim.LBFGS([p], 1, max_iter: 50);
        torch.Tensor scales = torch.tensor(new[] { 1.0, 10, 3 });
        optimizer.step(() =>
        {
            optimizer.zero_grad();
            torch.Tensor loss = (scales * (p - 1).pow(2)).sum();
            loss.backward();
            return loss;
        });
        Check.Values(p, [1, 1, 1], 1e-4);
    }

    [Fact]
    public void GroupsHaveTheirOwnOptions()
    {
        Parameter a = nn.Parameter(torch.zeros(1)), b = nn.Parameter(torch.zeros(1));
        using var sgd = optim.SGD([new SGD.ParamGroup([a], 0.1), new SGD.ParamGroup([b], 0.2)], 0.1);
        (a + b).sum().backward();
        sgd.step();
        Check.Values(a, -0.1);
        Check.Values(b, -0.2);
        Assert.Equal([0.1, 0.2], sgd.ParamGroups.Select(g => g.LearningRate));
        Assert.Equal(2, sgd.parameters().Count());
    }

    [Fact]
    public void ParametersWithoutGradientsStay()
    {
        Parameter a = nn.Parameter(torch.ones(1)), b = nn.Parameter(torch.ones(1));
        using var adam = optim.Adam([a, b], 0.1);
        (a * 2).sum().backward();
        adam.step();
        Check.Values(a, [0.9], 1e-5);
        Check.Values(b, 1.0);
        adam.zero_grad();
        (a * 2 + b).sum().backward();
        adam.step();
        Check.Values(b, [0.9], 1e-5);
    }

    [Fact]
    public void ComplexParametersTrain()
    {
        Parameter z = nn.Parameter(torch.complex(torch.ones(2), torch.ones(2)));
        using var adam = optim.AdamW([z], 0.05);
        double Loss() => (z.abs().pow(2)).sum().ToDouble();
        double before = Loss();
        for (int k = 0; k < 100; k++)
        {
            adam.zero_grad();
            z.abs().pow(2).sum().backward();
            adam.step();
        }
        Assert.True(Loss() < before * 1e-2);
    }

    [Fact]
    public void GradientsHandedInReachTheOptimiser()
    {
        Parameter p = nn.Parameter(torch.ones(2)), q = nn.Parameter(torch.ones(1));
        using var sgd = optim.SGD([p, q], 1);
        torch.autograd.backward([p, q], [torch.tensor(new[] { 1f, 2f }), torch.tensor(new[] { 3f })]);
        torch.autograd.backward([p, q], [torch.tensor(new[] { 1f, 0f }), torch.tensor(new[] { 1f })]);
        sgd.step();
        Check.Values(p, -1, -1);
        Check.Values(q, -3.0);
    }

    [Fact]
    public void StateIsReadBack()
    {
        string path = Path.GetTempFileName();
        try
        {
            Parameter a = nn.Parameter(torch.tensor(Start)), b = nn.Parameter(torch.tensor(Start));
            using var first = optim.Adam([a], 0.05);
            using var second = optim.Adam([b], 0.9);
            void Step(Adam adam, Parameter p)
            {
                adam.zero_grad();
                (p * p * p).sum().backward();
                adam.step();
            }

            for (int k = 0; k < 3; k++) Step(first, a);
            first.save_state_dict(path);
            second.load_state_dict(path);
            using (torch.no_grad()) b.copy_(a);
            Step(first, a);
            Step(second, b);
            Check.Same(a, b, 0);
        }
        finally { File.Delete(path); }
    }

    [Theory]
    [InlineData(false, 0, false), InlineData(false, 0.1, true), InlineData(true, 0.1, false)]
    public void TheLayoutOfAParameterDoesNotMatter(bool decoupled, double decay, bool amsgrad)
    {
        double[] Train(bool transposed)
        {
            torch.Tensor start = torch.linspace(-1, 1, 6, torch.float32).reshape(2, 3);
            Parameter p = nn.Parameter(transposed ? start.t().contiguous().t() : start);
            Assert.Equal(!transposed, p.is_contiguous());
            using optim.Optimizer adam = decoupled ? optim.AdamW([p], 0.1, weight_decay: decay) : optim.Adam([p], 0.1, weight_decay: decay, amsgrad: amsgrad);
            for (int k = 0; k < 5; k++)
            {
                adam.zero_grad();
                p.pow(3).sum().backward();
                adam.step();
            }
            return Check.Numbers(p);
        }

        double[] plain = Train(false), transposed = Train(true);
        for (int k = 0; k < plain.Length; k++) Assert.Equal(plain[k], transposed[k], 1e-5);
    }

    [Fact]
    public void ClosuresGiveTheLoss()
    {
        Parameter p = nn.Parameter(torch.ones(1));
        using var sgd = optim.SGD([p], 0.1);
        torch.Tensor loss = sgd.step(() =>
        {
            sgd.zero_grad();
            torch.Tensor l = (p * 3).sum();
            l.backward();
            return l;
        })!;
        Check.Values(loss, 3.0);
        Check.Values(p, [0.7], 1e-6);
    }
}
