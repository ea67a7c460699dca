using Microsoft.ML.NeuralOperators.Training.Tests.Invariants.Toys;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants;

/// <summary>
/// Invariants catch toys that break them. The same toy with nothing broken is one of the cases of
/// <see cref="InvariantTests"/>.
/// </summary>
public class BrokenToyTests
{
    [Fact]
    public void An_output_that_ignores_its_input_is_caught()
        => Catch.Of(Overfitting.Require, (i, o) => new BlindOperator(i, o), "the relative L2 error of eight rows is");

    [Fact]
    public void A_forward_pass_that_is_not_deterministic_is_caught()
        => Catch.Of(SeededWeights.Require, (i, o) => new UnsteadyOperator(i, o), "after two trainings with one seed");

    [Fact]
    public void First_weights_from_another_source_are_caught()
        => Catch.Of(SeededWeights.Require, (i, o) => new UnseededOperator(i, o), "after two trainings with one seed");

    [Fact]
    public void Tensors_that_are_kept_are_caught()
    {
        try
        {
            Catch.Of(LiveTensors.Require, (i, o) => new LeakingOperator(i, o), "live tensors");
        }
        finally
        {
            foreach (torch.Tensor tensor in LeakingOperator.Kept) tensor.Dispose();
            LeakingOperator.Kept.Clear();
        }
    }

    [Fact]
    public void A_training_that_loses_the_token_is_caught()
        => Catch.Of(() => Cancellation.Require(ToyCases.Sound,
            training => ToyCases.Sound.Train(training with { CancellationToken = CancellationToken.None })),
            "Training ran to its end");

    [Fact]
    public void Numbers_that_float16_does_not_have_are_caught()
        => Catch.Of(FewerDigits.Require, (i, o) => new VanishingOperator(i, o), "the loss is NaN");
}
