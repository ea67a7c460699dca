using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>What the trainer and the model of every architecture hold, over all cases.</summary>
public class InvariantTests
{
    private const string All = nameof(OperatorCases.Names);

    [Fact]
    public void Every_architecture_of_the_catalog_has_a_case()
        => Registration.Require(Registration.Architectures, OperatorCases.All);

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Permuted_rows_have_permuted_scores(string name) => Permutation.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Saved_and_loaded_models_give_the_same_scores(string name) => SavedFiles.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Wrong_shapes_are_refused_with_the_expected_and_the_actual_one(string name)
        => ShapeRefusal.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Fit_can_be_repeated(string name) => Repetition.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Training_goes_on_from_a_model(string name) => Continuation.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Loaded_models_have_the_options_they_were_trained_with(string name)
        => SavedOptions.Require(OperatorCases.Of(name));
}
