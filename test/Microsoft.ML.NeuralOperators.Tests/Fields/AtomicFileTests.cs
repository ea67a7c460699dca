using Microsoft.ML.NeuralOperators.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_appears_when_it_is_complete()
    {
        string path = _folder["new.txt"];
        AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            stream.Flush();
            Assert.False(File.Exists(path));
            stream.Write(" and half"u8);
        });
        Assert.Equal("half and half", File.ReadAllText(path));
        Assert.Equal(["new.txt"], _folder.Names);
    }

    [Fact]
    public void An_older_file_stays_until_the_new_one_is_complete()
    {
        string path = _folder.Write("a.txt", [.. "an old and longer text"u8]);
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("an old and longer text", File.ReadAllText(path));
        });
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void A_failure_leaves_nothing_and_the_older_file_as_it_was()
    {
        string path = _folder.Write("a.txt", [.. "old"u8]);
        foreach (string name in new[] { "a.txt", "b.txt" })
        {
            var error = Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(_folder[name], stream =>
            {
                stream.Write("half of the n"u8);
                throw new OperationCanceledException("enough");
            }));
            Assert.Equal("enough", error.Message);
        }
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void A_folder_in_the_way_stays_and_nothing_is_left()
    {
        Directory.CreateDirectory(_folder["taken"]);
        Assert.ThrowsAny<Exception>(() => AtomicFile.WriteText(_folder["taken"], "text"));
        Assert.Equal(["taken"], _folder.Names);
        Assert.True(Directory.Exists(_folder["taken"]));
    }

    [Fact]
    public void A_folder_that_is_missing_is_named_and_not_made()
    {
        string path = Path.Combine(_folder.Path, "missing", "a.txt");
        Assert.Contains(path,
            Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.WriteText(path, "text")).Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Texts_are_written_without_a_byte_order_mark()
    {
        AtomicFile.WriteText(_folder["a.txt"], "∇·(a∇u)");
        Assert.Equal([.. "∇·(a∇u)"u8], File.ReadAllBytes(_folder["a.txt"]));
    }

    [Fact]
    public void Writers_of_the_same_file_do_not_see_each_other()
    {
        string path = _folder["a.txt"];
        AtomicFile.Write(path, outer =>
        {
            AtomicFile.WriteText(path, "inner");
            outer.Write("outer"u8);
        });
        Assert.Equal("outer", File.ReadAllText(path));
        Assert.Equal(["a.txt"], _folder.Names);
    }
}
