using Microsoft.ML.NeuralOperators.Tests.Support;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Optimizers;

/// <summary>Update rules against their papers, written out number by number.</summary>
public class OptimizerTests
{
    private const int Length = 7, Steps = 12;
    private const double Decay = 0.1, Momentum = 0.9;

    [Theory]
    [InlineData("Adam", 0)]
    [InlineData("Adam", Decay)]
    [InlineData("AdamW", 0)]
    [InlineData("AdamW", Decay)]
    [InlineData("Sgd", 0)]
    [InlineData("Sgd", Decay)]
    public void Steps_are_those_of_the_rule_written_out(string rule, double decay)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        double[] w = TestLayer.Draw(Length), m = new double[Length], v = new double[Length];
        torch.Tensor weights = torch.tensor(w, torch.ScalarType.Float64);
        using Optimizer optimizer = Make(rule, weights, decay);
        for (int step = 1; step <= Steps; step++)
        {
            double[] gradient = TestLayer.Draw(Length, step);
            double rate = 0.01 * step;
            torch.Tensor given = torch.tensor(gradient, torch.ScalarType.Float64);
            optimizer.Step(weights, given, rate);
            Assert.Equal(step, optimizer.Steps);
            // The gradient is the caller's.
            Assert.Equal(gradient, given.data<double>().ToArray());
            for (int i = 0; i < Length; i++)
            {
                double g = gradient[i];
                if (rule == "AdamW") w[i] *= 1 - rate * decay;
                else g += decay * w[i];
                if (rule == "Sgd")
                {
                    v[i] = Momentum * v[i] + g;
                    w[i] -= rate * (g + Momentum * v[i]);
                }
                else
                {
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    w[i] -= rate * m[i] / (1 - Math.Pow(0.9,
                        step)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                }
                Assert.Equal(w[i], weights[i].item<double>(), 1e-12);
            }
        }
    }

    /// <summary>Whatever the size of the gradient, the first step of Adam is the rate.</summary>
    [Fact]
    public void The_first_step_of_adam_is_the_learning_rate()
        => Rule.Holds(Rule.Number(-5, 5), power =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor weights = torch.zeros([1], torch.ScalarType.Float64);
            using var adam = new AdamOptimizer(weights, 0, isDecoupled: false);
            adam.Step(weights, torch.tensor([-Math.Pow(10, power)], torch.ScalarType.Float64), 0.01);
            Assert.Equal(0.01, weights[0].item<double>(), 1e-5);
        }, count: 30);

    [Theory]
    [InlineData("Adam", "mean", "square")]
    [InlineData("AdamW", "mean", "square")]
    [InlineData("Sgd", "velocity")]
    public void State_and_number_of_steps_are_all_that_going_on_needs(string rule, params string[] names)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weights = torch.tensor(TestLayer.Draw(Length), torch.ScalarType.Float64);
        using Optimizer optimizer = Make(rule, weights, Decay);
        Run(optimizer, weights, 1);
        torch.Tensor copied = weights.clone();
        using Optimizer resumed = Make(rule, copied, Decay);
        Assert.Equal(names, resumed.State.Keys.Order());
        foreach (string name in names) resumed.State[name].copy_(optimizer.State[name]);
        resumed.Steps = optimizer.Steps;
        Run(optimizer, weights, 6);
        Run(resumed, copied, 6);
        Assert.Equal(weights.data<double>().ToArray(), copied.data<double>().ToArray());

        static void Run(Optimizer optimizer, torch.Tensor weights, int seed)
        {
            for (int step = 0; step < 5; step++)
                optimizer.Step(weights,
                    torch.tensor(TestLayer.Draw(Length, seed + step), torch.ScalarType.Float64), 0.01);
        }
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("Sgd")]
    public void The_lowest_point_of_a_bowl_is_found(string rule)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weights = torch.tensor(TestLayer.Draw(Length), torch.ScalarType.Float64),
            lowest = torch.tensor(TestLayer.Draw(Length, 8), torch.ScalarType.Float64);
        using Optimizer optimizer = Make(rule, weights, 0);
        for (int step = 0; step < 300; step++)
            optimizer.Step(weights, (weights - lowest) * 2, 0.05 * (1 - step / 300.0));
        Assert.True((weights - lowest).abs().max().item<double>() < 1e-3);
    }

    private static Optimizer Make(string rule, torch.Tensor weights, double decay) => rule switch
    {
        "Sgd" => new SgdOptimizer(weights, decay, Momentum),
        _ => new AdamOptimizer(weights, decay, isDecoupled: rule == "AdamW"),
    };
}
