using Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;
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
        => Catch.Of(() => Registration.Require(["Fno", "Forgotten"], OperatorCases.All),
            "No case in OperatorCases for Forgotten");

    [Fact]
    public void Scores_that_depend_on_the_place_in_the_batch_are_caught()
        => Catch.Of(Permutation.Require, (i, o) => new PlaceOperator(i, o), "has another score");

    [Fact]
    public void A_label_of_a_shape_that_is_taken_is_caught()
        => Catch.Of(() => ShapeRefusal.Require(ToyCases.Sound with { Sizes = [8, 8] }), "The shape [1, 8, 9] is taken");

    [Fact]
    public void Options_that_remember_are_caught()
        => Catch.Of(() => Repetition.Require(new OperatorCase("Toy", new CountingOptions())),
            "The weights of a second Fit");

    [Fact]
    public void An_option_that_files_forget_is_caught()
        => Catch.Of(() => SavedOptions.Require(new FnoOptions { Channels = 4 }, new FnoOptions()),
            "Channels is 32 in the file, 4 before");

    [Fact]
    public void A_parameter_without_a_lasting_name_is_caught()
        => Catch.Of(Continuation.Require, (i, o) => new RenamedOperator(i, o),
            "The operator to train has a parameter 'operator.bias");
}
