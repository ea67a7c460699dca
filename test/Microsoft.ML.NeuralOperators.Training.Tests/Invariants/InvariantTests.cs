using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants;

/// <summary>What the training of every architecture holds, over all cases.</summary>
public class InvariantTests
{
    private const string All = nameof(OperatorCases.Names);

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Eight_rows_are_learned_by_heart(string name) => Overfitting.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void One_seed_gives_the_same_weights_and_another_one_others(string name)
        => SeededWeights.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Every_epoch_ends_with_as_many_live_tensors(string name) => LiveTensors.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void A_cancelled_token_stops_training(string name) => Cancellation.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Sixteen_bits_take_the_course_of_thirty_two(string name) => FewerDigits.Require(OperatorCases.Of(name));
}
