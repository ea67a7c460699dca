using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Formats;

/// <summary>Texts of numbers, one row a line, through ML.NET's TextLoader.</summary>
public sealed class DelimitedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _mlContext = new(seed: 0);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Fields_are_found_by_name_number_and_range(char separator)
    {
        string path = Write("a,b-c,u1,u2,u3,u4\n1,2,3,4,5,6\n7,8,9,10,11,1.5e1\n".Replace(',', separator));
        IDataView rows = _mlContext.NeuralOperators().LoadFields(path,
            new() { ["a"] = "a", ["b"] = "b-c", ["u"] = "u1-u4[2,2]", ["flat"] = "2-4" });
        Assert.Equal([1, 7], rows.GetColumn<float>("a"));
        Assert.Equal([2, 8], rows.GetColumn<float>("b"));
        Assert.Equal([2, 2], ((VectorDataViewType)rows.Schema["u"].Type).Dimensions);
        Assert.Equal([[3, 4, 5, 6], [9, 10, 11, 15]], rows.GetColumn<float[]>("u"));
        Assert.Equal([[3, 4, 5], [9, 10, 11]], rows.GetColumn<float[]>("flat"));
        Assert.Equal(6, _mlContext.NeuralOperators().LoadFields(path).Schema.Count);
    }

    [Fact]
    public void A_text_without_names_has_its_numbers_from_the_first_line()
    {
        string path = Write("1,2\n,NA\n3,nan\n");
        IDataView rows = _mlContext.NeuralOperators().LoadFields(path, new() { ["u"] = "0-1" });
        Assert.Equal([[1, 2], [float.NaN, float.NaN], [3, float.NaN]], rows.GetColumn<float[]>("u"));
    }

    /// <summary>TextLoader alone would give NaN and infinity without a word.</summary>
    [Theory]
    [InlineData("x1")]
    [InlineData("1e99")]
    [InlineData("\"1,5\"")]
    public void What_is_no_number_is_named_with_row_and_field(string odd)
    {
        string path = Write($"a,b\n1,2\n3,{odd}\n");
        IDataView rows = _mlContext.NeuralOperators().LoadFields(path, new() { ["u"] = "a-b" });
        string message = Assert.Throws<FormatException>(() => rows.GetColumn<float[]>("u").ToList()).Message;
        Assert.StartsWith($"'{path}': row 1 has '{odd.Trim('"')}' in the field 'b'", message);
    }

    [Theory]
    [InlineData("c", "has no fields 'c'")]
    [InlineData("b-a", "has no fields 'b-a'")]
    [InlineData("a-b[3]", "[3] has 3")]
    [InlineData("7", "has no fields '7'")]
    public void What_is_not_there_is_refused_with_what_is(string fields, string reason)
        => Assert.Contains(reason, Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.NeuralOperators()
            .LoadFields(Write("a,b\n1,2\n"), new() { ["u"] = fields })).Message);

    [Fact]
    public void A_layout_is_refused_with_the_way_out()
        => Assert.Contains("u1-u64[8,8]", Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.NeuralOperators()
            .LoadFields(Write("a,b\n1,2\n"), new() { ["u"] = "a" }, "n x")).Message);

    [Fact]
    public void A_folder_of_zarr_is_read_like_a_file()
    {
        Microsoft.ML.NeuralOperators.Tests.Support.ZarrFiles.Sample(_folder["x.zarr"], 3);
        IDataView rows = _mlContext.NeuralOperators().LoadFields(_folder["x.zarr"], new() { ["u"] = "group/x" });
        Assert.Equal(3, rows.GetColumn<float[]>("u").Count());
    }

    private string Write(string text) => _folder.Write("data.csv", System.Text.Encoding.UTF8.GetBytes(text));
}
