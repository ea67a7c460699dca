using Microsoft.ML.NeuralOperators.Data.Formats;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>PyTorch's files from before version 1.6, which it still writes where it is asked to.</summary>
public sealed class PyTorchLegacyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Views_types_and_what_is_beside_them_are_read_as_from_the_new_format(int protocol)
    {
        DebianPython.Require("numpy, torch", "python3-torch");
        Assert.Equal("", DebianPython.Run($$"""
            import torch, collections, argparse
            x = torch.arange(24.0).reshape(2, 3, 4)
            types = [torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
                torch.uint8, torch.bool, torch.complex64, torch.complex128]
            content = {'x': x, 'part': x[:, 1:, ::2], 'turned': x.transpose(0, 2), 'rows': x[0, 0].expand(5, 4),
                'epoch': 3, 'notes': argparse.Namespace(width=32), 'weights': torch.nn.Linear(3, 2).state_dict(),
                'types': {str(t): x.to(t) for t in types}, 'list': [x[0], (x[1],)], 'parameter': torch.nn.Parameter(x)}
            torch.save(content, '{{_folder["new.pt"]}}')
            torch.save(content, '{{_folder["old.pt"]}}', _use_new_zipfile_serialization=False, pickle_protocol={{protocol}})
            """));
        var expected = ArrayFile.Read(_folder["new.pt"]);
        var arrays = (FileContent)ArrayFile.Read(_folder["old.pt"]);
        Assert.Equal(expected.Keys, arrays.Keys);
        Assert.Equal(20, arrays.Count);
        foreach (var (name, array) in expected)
        {
            Assert.Equal(array.Shape, arrays[name].Shape);
            Assert.Equal(array.Values, arrays[name].Values);
        }
        Assert.Contains("argparse.Namespace", arrays.Refused["notes"]);
        Assert.Equal("3", arrays.Notes["epoch"]);
        var left = ArrayFile.Open(_folder["old.pt"], new ReadRequest(null, 6), null);
        Assert.Equal(expected["part"].Values, left.Streamed["part"].Slab([0, 0, 0], [2, 2, 2]).Values);
        Assert.Equal(expected["turned"].Values, left.Streamed["turned"].Slab([0, 0, 0], [4, 3, 2]).Values);
    }

    /// <summary>The persistent id of a storage may name a part of another one, by its key, begin and length.</summary>
    [Fact]
    public void Views_of_storages_begin_where_they_say()
    {
        byte[] file = PythonFiles.LegacyTorch(new Pickle().Do("}(").Text("a").Tensor(0, [3], [1]).Text("b")
            .Tensor(1, [2], [1], view: 3).Do("u").Stop(), [.. Enumerable.Range(0, 8).Select(i => (float)i)]);
        var arrays = ArrayFile.Read(_folder.Write("views.pt", file));
        Assert.Equal([0, 1, 2], arrays["a"].Values);
        Assert.Equal([4, 5], arrays["b"].Values);
    }

    [Fact]
    public void Files_cut_off_are_refused()
    {
        byte[] whole = Fixtures.Bytes("legacy.pt");
        for (int length = 0; length < whole.Length; length++)
        {
            string path = _folder.Write("cut.pt", whole[..length]);
            Assert.StartsWith($"'{path}' cannot be read: ",
                Assert.Throws<FormatException>(() => ArrayFile.Read(path)).Message);
        }
    }

    [Fact]
    public void A_pickle_of_something_else_is_named()
    {
        string path = _folder.Write("list.pkl", new Pickle().Do("]").Stop());
        Assert.Contains("a pickle that PyTorch did not write",
            Assert.Throws<FormatException>(() => ArrayFile.Read(path)).Message);
    }
}
