using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

public sealed class PyTorchTests
{
    private static IReadOnlyDictionary<string, NamedArray> Checkpoint => ArrayFile.Read(Fixtures.Path("checkpoint.pt"));

    [Fact]
    public void Tensors_are_named_by_their_way_through_dictionaries_and_lists()
        => Assert.Equal(
            ["model.fc.weight", "model.fc.bias", "views.transposed", "views.strided", "views.offset", "views.expanded",
                "views.scalar",
                "views.empty", "history.0", "history.1.0", "history.1.1"],
            Checkpoint.Keys.Where(k => !k.StartsWith("types.", StringComparison.Ordinal)));

    [Theory]
    [InlineData("model.fc.weight", new[] { 3, 4 }, new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })]
    [InlineData("model.fc.bias", new[] { 2 }, new float[] { 0.5f, -1.5f })]
    [InlineData("views.transposed", new[] { 4, 3 }, new float[] { 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11 })]
    [InlineData("views.strided", new[] { 3, 2 }, new float[] { 0, 2, 4, 6, 8, 10 })]
    [InlineData("views.offset", new[] { 2, 3 }, new float[] { 5, 6, 7, 9, 10, 11 })]
    [InlineData("views.expanded", new[] { 3, 2 }, new float[] { 0, 1, 0, 1, 0, 1 })]
    [InlineData("views.scalar", new int[0], new float[] { 11 })]
    [InlineData("views.empty", new[] { 0, 4 }, new float[0])]
    [InlineData("history.1.1", new[] { 1 }, new float[] { 3 })]
    public void Views_are_read_by_offset_and_strides(string name, int[] shape, float[] values)
    {
        NamedArray array = Checkpoint[name];
        Assert.Equal(shape, array.Shape);
        Assert.Equal(values, array.Values);
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("uint8")]
    [InlineData("int16")]
    [InlineData("int32")]
    [InlineData("int64")]
    [InlineData("float16")]
    [InlineData("bfloat16")]
    [InlineData("float32")]
    [InlineData("float64")]
    public void Every_type_of_number_is_read(string type)
        => Assert.Equal([0, 1, 2, 100], Checkpoint[$"types.{type}"].Values);

    [Fact]
    public void Truth_values_are_zero_and_one() => Assert.Equal([0, 1, 1, 1], Checkpoint["types.bool"].Values);

    [Theory]
    [InlineData("complex64")]
    [InlineData("complex128")]
    public void Complex_numbers_get_a_last_axis_of_their_parts(string type)
    {
        NamedArray array = Checkpoint[$"types.{type}"];
        Assert.True(array.IsComplex);
        Assert.Equal([4, 2], array.Shape);
        Assert.Equal([0, 0, 1, 0, 2, 0, 100, 0], array.Values);
    }

    [Fact]
    public void The_state_of_a_module_is_read_with_its_buffers()
    {
        IReadOnlyDictionary<string, NamedArray> state = ArrayFile.Read(Fixtures.Path("module.pt"));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var",
            "1.num_batches_tracked"], state.Keys);
        Assert.Equal([3, 2], state["0.weight"].Shape);
        Assert.Equal([1, 1, 1], state["1.running_var"].Values);
        Assert.Equal([0], state["1.num_batches_tracked"].Values);
    }

    [Fact]
    public void A_tensor_alone_has_the_name_of_its_file()
    {
        NamedArray array = Assert.Single(ArrayFile.Read(Fixtures.Path("tensor.pt"))).Value;
        Assert.Equal("tensor", array.Name);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => 2f * i), array.Values);
    }

    [Fact]
    public void Files_from_before_the_zip_format_are_read()
    {
        NamedArray array = Assert.Single(ArrayFile.Read(Fixtures.Path("legacy.pt"))).Value;
        Assert.Equal("a", array.Name);
        Assert.Equal([3, 4], array.Shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), array.Values);
    }
}
