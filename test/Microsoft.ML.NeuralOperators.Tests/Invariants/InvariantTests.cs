using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>What the definition of every architecture holds, over all cases.</summary>
public class InvariantTests
{
    private const string All = nameof(OperatorCases.Names);

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void An_output_does_not_depend_on_the_neighbours_in_its_batch(string name)
        => BatchIndependence.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Wrong_shapes_are_refused_with_the_expected_and_the_actual_one(string name)
        => ShapeRefusal.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Options_outside_their_enumeration_are_faults(string name)
        => EnumOptions.Require(OperatorCases.Of(name).Options);

    [Fact]
    public void Training_options_outside_their_enumeration_are_faults() => EnumOptions.Require(new TrainingOptions());

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Gradients_are_difference_quotients(string name) => Gradients.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Gradients_in_single_precision_are_those_in_double(string name)
        => SinglePrecisionGradients.Require(OperatorCases.Of(name));
}
