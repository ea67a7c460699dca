using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>What every architecture holds, over all cases.</summary>
public class InvariantTests
{
    private const string All = nameof(OperatorCases.Names);

    [Fact]
    public void Every_architecture_of_the_catalog_has_a_case()
        => Registration.Require(Registration.Architectures, OperatorCases.All);

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void A_score_does_not_depend_on_the_neighbours_in_its_batch(string name)
        => BatchIndependence.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Permuted_rows_have_permuted_scores(string name) => Permutation.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Saved_and_loaded_models_give_the_same_scores(string name) => SavedFiles.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Onnx_runtime_agrees_with_torch_at_three_sizes_on_every_back_end(string name)
        => BackEndAgreement.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void An_untrained_model_exports_with_an_open_batch(string name)
        => UntrainedExport.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Files_have_allowed_operators_only(string name) => AllowedOperators.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Wrong_shapes_are_refused_with_the_expected_and_the_actual_one(string name)
        => ShapeRefusal.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Eight_rows_are_learned_by_heart(string name) => Overfitting.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void One_seed_gives_the_same_weights_and_another_one_others(string name)
        => SeededWeights.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Fit_can_be_repeated(string name) => Repetition.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Training_goes_on_from_a_model(string name) => Continuation.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Loaded_models_have_the_options_they_were_trained_with(string name)
        => SavedOptions.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Options_outside_their_enumeration_are_faults(string name)
        => EnumOptions.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Every_epoch_ends_with_as_many_live_tensors(string name) => LiveTensors.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void The_counted_parameters_are_the_real_ones(string name) => ParameterCount.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void A_cancelled_token_stops_fit(string name) => Cancellation.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Gradients_are_difference_quotients(string name) => Gradients.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Gradients_in_single_precision_are_those_in_double(string name)
        => SinglePrecisionGradients.Require(OperatorCases.Of(name));
}
