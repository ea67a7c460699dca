using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>Files as people have them; the numbers are those of the programs that wrote them.</summary>
public class SharedCaseTests
{
    [Fact]
    public void A_matlab_file_has_the_numbers_of_its_reference()
    {
        IReadOnlyDictionary<string, NamedArray> mat = Read("01_matlab_hdf5", "darcy_v5.mat"),
            expected = Read("01_matlab_hdf5", "darcy_reference.npz");
        foreach (string name in new[] { "coeff", "sol" })
        {
            Assert.Equal([20, 17, 23], mat[name].Shape);
            Assert.Equal(expected[name].Values, mat[name].Values);
        }
        Assert.Equal(0.003090423f, At(mat["sol"], 3, 5, 20), 1e-9f);
    }

    [Theory]
    [InlineData("big_endian_f8")]
    [InlineData("c_order_f8")]
    [InlineData("float16_fortran_big")]
    [InlineData("fortran_f4")]
    [InlineData("uint8")]
    [InlineData("version2_f4")]
    [InlineData("version3_f4")]
    public void Numpy_arrays_of_every_layout_have_the_same_numbers(string name)
    {
        NamedArray array = Read("02_npy_layouts", name + ".npy")[name];
        Assert.Equal([3, 4, 5], array.Shape);
        Assert.Equal(48, At(array, 2, 1, 3));
        Assert.Equal(1770, array.Values.Sum());
    }

    [Fact]
    public void Dates_and_records_spoil_only_themselves()
        => Assert.Equal(["x"], Read("02_npy_layouts", "mixed_with_datetime_and_bytes.npz").Keys);

    [Fact]
    public void Object_arrays_of_deeponet_data_come_apart()
    {
        IReadOnlyDictionary<string, NamedArray> arrays =
            Read("03_deeponet_object_arrays", "antiderivative_aligned.npz"),
            plain = Read("03_deeponet_object_arrays", "antiderivative_plain.npz");
        Assert.Equal(["X.0 [150, 100]", "X.1 [100, 1]", "y [150, 100]"], arrays.Values.Select(a => $"{a}"));
        Assert.Equal(plain["v"].Values, arrays["X.0"].Values);
        Assert.Equal(-0.2152416f, At(arrays["y"], 17, 60), 1e-6f);
    }

    [Fact]
    public void Views_of_pytorch_have_the_numbers_that_pytorch_shows()
    {
        IReadOnlyDictionary<string, NamedArray> views = Read("04_pt_views", "views.pt");
        Assert.Equal(0.7222657f, At(views["imaginary"], 2, 3, 4), 1e-6f);
        Assert.Equal(-0.7222657f, At(views["negative"], 2, 3, 4), 1e-6f);
        Assert.Equal(0.2990294f, At(views["conjugate"], 2, 3, 4, 0), 1e-6f);
        Assert.Equal(-0.7222657f, At(views["conjugate"], 2, 3, 4, 1), 1e-6f);
        Assert.Equal(1.3472706f, At(views["transposed"], 1, 0, 9, 2), 1e-6f);
        Assert.Equal(1.0090403f, At(views["sliced"], 0, 0, 0, 1), 1e-6f);
    }

    [Theory]
    [InlineData("dataset_with_notes.pt")]
    [InlineData("dataset_tensors_only.pt")]
    public void Tensors_beside_other_objects_are_read(string file)
    {
        IReadOnlyDictionary<string, NamedArray> arrays = Read("13_pt_with_metadata", file);
        Assert.Equal(0.4142779f, At(arrays["x"], 3, 4, 5), 1e-6f);
        Assert.Equal(-0.6512468f, At(arrays["y"], 7, 15, 0), 1e-6f);
    }

    private static IReadOnlyDictionary<string, NamedArray> Read(string folder, string file)
        => ArrayFile.Read(SharedData.Path("cases", Path.Combine(folder, file)));

    private static float At(NamedArray array, params int[] index)
        => array.Values[index.Select((n, axis) => n * array.Shape.Skip(axis + 1).Aggregate(1, (a, b) => a * b)).Sum()];
}
