using System.Text.Json;
using Microsoft.ML.NeuralOperators.Tests.Contracts;
using Microsoft.ML.NeuralOperators.Tests.Support;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Contracts;

/// <summary>Optimizers take the steps of PyTorch's (optimizers.py), in double precision.</summary>
public class OptimizerContracts
{
    /// <summary>Nine digits are stored; twenty steps enlarge rounding a little.</summary>
    private const double Tolerance = 2e-8;

    [Fact]
    public void Steps_across_a_valley_are_PyTorchs()
    {
        foreach (JsonElement stored in Contract.Open("optimizers").GetProperty("Steps").EnumerateArray())
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor weights = Wave.Tensor([7]), target = Wave.Tensor([7], 1);
            torch.Tensor stiffness = torch.arange(7, torch.ScalarType.Float64) / 2 + 1;
            var kind = Enum.Parse<OptimizerKind>(stored.GetProperty("Rule").GetString()!);
            using Optimizer optimizer = Optimizer.Create(kind, weights, stored.Number("Decay"));
            int step = 0;
            foreach (var (kept, expected) in stored.Numbers("Kept").Zip(stored.GetProperty("Weights").EnumerateArray()))
            {
                for (; step < kept; step++) optimizer.Step(weights, Valley, stored.Number("Rate"));
                Contract.Near(expected.Numbers(), weights, Tolerance);
            }

            // ½ Σ c(w - t)² + ¼ (Σ w)⁴
            Evaluation Valley()
            {
                torch.Tensor error = weights - target, sum = weights.sum();
                double loss = ((stiffness * error * error).sum() / 2 + sum.pow(4) / 4).item<double>();
                return new Evaluation(loss, stiffness * error + sum.pow(3));
            }
        }
    }
}
