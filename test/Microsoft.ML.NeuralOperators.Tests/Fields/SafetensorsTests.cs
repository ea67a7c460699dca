using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_of_every_type_are_read()
    {
        IReadOnlyDictionary<string, NamedArray> arrays = Read("""
            {"__metadata__":{"format":"pt"},
            "b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},
            "a.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
            "c":{"dtype":"C64","shape":[1],"data_offsets":[0,8]},
            "n":{"dtype":"I64","shape":[],"data_offsets":[12,20]},
            "odd":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[12,13]}}
            """, [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 0x80, 0x3f, 0, 0xc0, 7, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal([1.5f, -2], arrays["a.weight"].Values);
        Assert.Equal([1, 2], arrays["a.weight"].Shape);
        Assert.Equal([1, -2], arrays["b"].Values);
        Assert.Equal([1, 2], arrays["c"].Shape);
        Assert.True(arrays["c"].IsComplex);
        Assert.Equal([7], arrays["n"].Values);
        Assert.Contains("'F8_E4M3'", Assert.Throws<FormatException>(() => arrays["odd"]).Message);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-4,4]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1000000000,1000000000],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8)]
    [InlineData("""{"a":3}""", 8)]
    [InlineData("""{"a":""", 8)]
    [InlineData("""{"":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8)]
    public void Headers_that_do_not_fit_the_file_are_refused(string header, int bytes)
        => Assert.Throws<FormatException>(() => Read(header, new byte[bytes]));

    private IReadOnlyDictionary<string, NamedArray> Read(string header, byte[] content)
        => ArrayFile.Read(_folder.Write("model.safetensors", PythonFiles.Safetensors(header, content)));
}
