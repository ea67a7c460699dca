using Google.Protobuf;
using Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.NeuralOperators.Tensors;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Invariants catch toys that break them. The same toy with nothing broken is one of the cases of
/// <see cref="InvariantTests"/>.
/// </summary>
public class BrokenToyTests
{
    [Fact]
    public void An_architecture_without_a_case_is_named()
        => Catches(() => Registration.Require(["Fno", "Forgotten"], OperatorCases.All),
            "No case in OperatorCases for Forgotten");

    [Fact]
    public void Samples_that_mix_within_a_batch_are_caught()
        => Catches(BatchIndependence.Require, (i, o) => new MixingOperator(i, o), "depends on its neighbours");

    [Fact]
    public void A_mask_that_is_ignored_is_caught()
        => Catches(() => BatchIndependence.Require(ToyCases.OnPoints((c, i, o) => new UnmaskedOperator(c, i, o))),
            "depends on its neighbours");

    [Fact]
    public void Scores_that_depend_on_the_place_in_the_batch_are_caught()
        => Catches(Permutation.Require, (i, o) => new PlaceOperator(i, o), "has another score");

    [Fact]
    public void A_forward_pass_that_depends_on_its_interpreter_is_caught()
        => Catches(BackEndAgreement.Require, (i, o) => new TwoFacedOperator(i, o), "Size 8: ONNX Runtime");

    [Fact]
    public void A_constant_grid_is_caught()
        => Catches(BackEndAgreement.Require, (i, o) => new BoundOperator(i, o), "expected shapes that broadcast");

    [Fact]
    public void A_case_with_too_few_sizes_is_caught()
        => Catches(() => BackEndAgreement.Require(ToyCases.Sound with { Sizes = [8] }), "is tested at three");

    [Fact]
    public void A_batch_of_fixed_size_is_caught()
        => Catches(UntrainedExport.Require, (i, o) => new FixedBatchOperator(i, o), "Reshape");

    [Fact]
    public void An_operator_that_is_not_allowed_is_caught()
    {
        var model = new ModelProto { Graph = new GraphProto() };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        model.Graph.Node.Add(new NodeProto { OpType = "DFT" });
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        Catches(() => AllowedOperators.Require(model.ToByteArray()), "the operators DFT, which are not allowed");
    }

    [Fact]
    public void A_label_of_a_shape_that_is_taken_is_caught()
        => Catches(() => ShapeRefusal.Require(ToyCases.Sound with { Sizes = [8, 8] }), "The shape [1, 8, 9] is taken");

    [Fact]
    public void An_output_that_ignores_its_input_is_caught()
        => Catches(Overfitting.Require, (i, o) => new BlindOperator(i, o), "the relative L2 error of eight rows is");

    [Fact]
    public void A_forward_pass_that_is_not_deterministic_is_caught()
        => Catches(SeededWeights.Require, (i, o) => new UnsteadyOperator(i, o), "after two trainings with one seed");

    [Fact]
    public void First_weights_from_another_source_are_caught()
        => Catches(SeededWeights.Require, (i, o) => new UnseededOperator(i, o), "after two trainings with one seed");

    [Fact]
    public void Options_that_remember_are_caught()
        => Catches(() => Repetition.Require(ToyCases.Counting),
            "The weights of a second Fit");

    [Fact]
    public void An_option_that_is_never_checked_is_caught()
        => Catches(() => EnumOptions.Require(new UncheckedOptions()), "Kind is 99, and the faults are ''");

    [Fact]
    public void An_option_that_files_forget_is_caught()
        => Catches(() => SavedOptions.Require(new FnoOptions { Channels = 4 }, new FnoOptions()),
            "Channels is 32 in the file, 4 before");

    [Fact]
    public void A_parameter_without_a_lasting_name_is_caught()
        => Catches(Continuation.Require, (i, o) => new RenamedOperator(i, o),
            "The operator to train has a parameter 'operator.bias");

    [Fact]
    public void Tensors_that_are_kept_are_caught()
    {
        try
        {
            Catches(LiveTensors.Require, (i, o) => new LeakingOperator(i, o), "live tensors");
        }
        finally
        {
            foreach (torch.Tensor tensor in LeakingOperator.Kept) tensor.Dispose();
            LeakingOperator.Kept.Clear();
        }
    }

    [Fact]
    public void A_parameter_without_use_is_caught()
        => Catches(ParameterCount.Require, (i, o) => new IdleParameterOperator(i, o), "the model's file holds");

    [Fact]
    public void A_trainer_that_loses_the_token_is_caught()
        => Catches(() => Cancellation.Require(ToyCases.Deaf), "Fit ran to its end");

    [Fact]
    public void A_gradient_that_is_cut_is_caught()
        => Catches(Gradients.Require, (i, o) => new CutOperator(i, o), "quotient");

    [Fact]
    public void Digits_that_are_lost_are_caught()
        => Catches(SinglePrecisionGradients.Require, (i, o) => new RoundingOperator(i, o), "in single precision");

    private static void Catches(Action<OperatorCase> invariant, Func<int, int, NeuralOperator> toy, string text)
        => Catches(() => invariant(ToyCases.Of(toy)), text);

    private static void Catches(Action invariant, string text)
        => Assert.Contains(text, Assert.ThrowsAny<Exception>(invariant).Message, StringComparison.Ordinal);
}
