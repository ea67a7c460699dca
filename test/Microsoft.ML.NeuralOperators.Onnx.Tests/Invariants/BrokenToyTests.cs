using Google.Protobuf;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants.Toys;
using Microsoft.ML.NeuralOperators.Tensors;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>
/// Invariants catch toys that break them. The same toy with nothing broken is one of the cases of
/// <see cref="InvariantTests"/>.
/// </summary>
public class BrokenToyTests
{
    [Fact]
    public void A_forward_pass_that_depends_on_its_interpreter_is_caught()
        => Catch.Of(BackEndAgreement.Require, (i, o) => new TwoFacedOperator(i, o), "Size 8: ONNX Runtime");

    [Fact]
    public void A_constant_grid_is_caught()
        => Catch.Of(BackEndAgreement.Require, (i, o) => new BoundOperator(i, o), "expected shapes that broadcast");

    [Fact]
    public void A_case_with_too_few_sizes_is_caught()
        => Catch.Of(() => BackEndAgreement.Require(ToyCases.Sound with { Sizes = [8] }), "is tested at three");

    [Fact]
    public void A_batch_of_fixed_size_is_caught()
        => Catch.Of(UntrainedExport.Require, (i, o) => new FixedBatchOperator(i, o), "Reshape");

    [Fact]
    public void An_operator_that_is_not_allowed_is_caught()
    {
        var model = new ModelProto { Graph = new GraphProto() };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        model.Graph.Node.Add(new NodeProto { OpType = "DFT" });
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        Catch.Of(() => AllowedOperators.Require(model.ToByteArray()), "the operators DFT, which are not allowed");
    }

    [Fact]
    public void A_shape_that_is_taken_is_caught()
    {
        NeuralOperator definition = ToyCases.Sound.Define();
        byte[] file = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
        Catch.Of(() => ShapeRefusal.Require(ToyCases.Sound, file, _ => { }), "The shape [2, 2, 8, 9] is taken");
    }

    [Fact]
    public void A_parameter_without_use_is_caught()
        => Catch.Of(ParameterCount.Require, (i, o) => new IdleParameterOperator(i, o), "the model's file holds");
}
