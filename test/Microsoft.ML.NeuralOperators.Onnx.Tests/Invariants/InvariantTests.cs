using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>What the exported file of every architecture holds, over all cases.</summary>
public class InvariantTests
{
    private const string All = nameof(OperatorCases.Names);

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Onnx_runtime_agrees_with_torch_at_three_sizes_on_every_back_end(string name)
        => BackEndAgreement.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void An_untrained_model_exports_with_an_open_batch(string name)
        => UntrainedExport.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Models_of_fewer_bits_are_near_those_of_single_precision(string name)
        => PrecisionVariants.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Files_have_allowed_operators_only(string name) => AllowedOperators.Require(OperatorCases.Of(name));

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Wrong_shapes_are_refused_with_the_expected_and_the_actual_one(string name)
        => ShapeRefusal.Require(OperatorCases.Of(name));

    /// <summary>
    /// ONNX Runtime ends the process at operators that cannot be recorded, so the list has those of cases alone, which
    /// are run on devices. An operator that a new architecture brings joins it once it was.
    /// </summary>
    [Fact]
    public void With_sizes_filled_in_scores_are_the_same_and_all_operators_that_CUDA_records_occur()
        => Assert.Subset(OperatorCases.All.SelectMany(Recording.Require).ToHashSet(),
            RecordableGraph.Operators.ToHashSet());

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void The_counted_parameters_are_the_real_ones(string name) => ParameterCount.Require(OperatorCases.Of(name));
}
