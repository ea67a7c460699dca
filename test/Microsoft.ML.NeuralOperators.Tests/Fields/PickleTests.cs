using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>Pickles are programs: what they may do is read tensors; other calls are named and never made.</summary>
public sealed class PickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("command.pt", "b", "posix.system")]
    [InlineData("object.pt", "options", "argparse.Namespace")]
    public void Calls_that_python_wrote_spoil_their_own_value_only(string file, string place, string function)
    {
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(Fixtures.Path(file));
        Assert.Equal(["a [3, 4]"], arrays.Values.Select(a => a.ToString()));
        Assert.Contains($"the pickle calls '{function}', which is not allowed",
            Assert.Throws<FormatException>(() => arrays[place]).Message);
    }

    [Fact]
    public void Objects_that_are_filled_and_sets_beside_tensors_are_passed_over()
    {
        Pickle pickle = new Pickle().Do("}(").Text("x").Tensor(0, [2], [1]).Text("set").Raw(0x8f).Do("(").Text("a")
            .Raw(0x90).Text("frozen").Do("(").Text("a").Raw(0x91)
            .Text("own").Global("my", "Dictionary").Do(")").Raw(0x81).Text("key").Do("Ns")
            .Text("list").Global("my", "List").Do(")R").Do("(NNe").Do(")Nu");
        IReadOnlyDictionary<string, NamedArray> arrays =
            ArrayFile.Read(_folder.Write("objects.pt", PythonFiles.Torch(pickle.Stop())));
        Assert.Equal(["x"], arrays.Keys);
        Assert.Contains("'my.Dictionary'", Assert.Throws<FormatException>(() => arrays["own"]).Message);
    }

    [Fact]
    public void Calls_are_refused_by_name_however_they_are_written()
    {
        Assert.Contains("'os.system'", Refusal(new Pickle().Global("os", "system").Text("true").Raw(0x85).Do("R")));
        Assert.Contains("'os.system'",
            Refusal(new Pickle().Text("os").Text("system").Raw(0x93).Text("true").Raw(0x85).Do("R")));
        Assert.Contains("'builtins.eval'", Refusal(new Pickle().Global("builtins", "eval").Do("(").Text("1").Do("tR")));
        Assert.Contains("'builtins.object'", Refusal(new Pickle().Global("builtins", "object").Do(")").Raw(0x81)));
        // Reached by a detour over an allowed module.
        Assert.Contains("'torch._utils.os.system'",
            Refusal(new Pickle().Global("torch._utils", "os.system").Text("true").Raw(0x85).Do("R")));
    }

    /// <summary>INST, OBJ, NEWOBJ_EX, EXT1 and the textual instructions of protocol 0.</summary>
    [Theory]
    [InlineData("(ios\nsystem\n")]
    [InlineData("(cos\nsystem\no")]
    [InlineData("cos\nsystem\n)}\u0092")]
    [InlineData("\u0082\u0001")]
    [InlineData("S'true'\n")]
    [InlineData("P1\n")]
    public void Other_instructions_that_reach_code_are_refused(string instructions)
        => Assert.Matches("the pickle holds the instruction 0x[0-9a-f]{2}, which plain data does not need",
            Refusal(new Pickle().Do(instructions)));

    /// <summary>Nothing on the stack, nothing where a list or dictionary has to be, names that are none.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("N)a")]
    [InlineData("NNa")]
    [InlineData("N(Ne")]
    [InlineData("NNNs")]
    [InlineData("N(NNu")]
    [InlineData("}(Nu")]
    [InlineData("NNR")]
    [InlineData("N)R")]
    [InlineData("ccollections\nOrderedDict\nNR")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n(NNNNtR")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n(NK\u0000))tR")]
    [InlineData("ctorch._utils\n_rebuild_parameter\n)R")]
    [InlineData("t")]
    [InlineData("e")]
    [InlineData("\u0085")]
    [InlineData("h\u0000")]
    [InlineData("NQ")]
    [InlineData("\u0093")]
    [InlineData("NN\u0093)R")]
    [InlineData("\u008a\u0009\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001")]
    public void Instructions_without_their_operands_are_refused(string instructions)
    {
        string message = Refusal(new Pickle().Do(instructions));
        Assert.DoesNotContain("Object reference", message);
    }

    [Fact]
    public void A_list_that_holds_itself_is_refused()
        => Assert.Contains("nested", Refusal(new Pickle().Do("]q\0h\0a")));

    [Fact]
    public void Lists_nested_without_end_are_refused()
        => Assert.Contains("nested", Refusal(new Pickle().Do(new string(']', 100_000) + new string('a', 99_999))));

    /// <summary>Sixty lists, each holding the one before twice: 2^60 ways to the innermost.</summary>
    [Fact]
    public void Lists_that_double_again_and_again_are_refused()
    {
        Pickle pickle = new Pickle().Do("]q\0");
        for (int i = 0; i < 60; i++) pickle.Do("](h\0h\0eq\0");
        Assert.Contains("too many", Refusal(pickle));
    }

    [Fact]
    public void Texts_longer_than_the_file_take_no_memory()
    {
        byte[] file = PythonFiles.Torch([0x80, 2, (byte)'X', 0, 0, 0, 0x10, (byte)'a']);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => ArrayFile.Read(_folder.Write("long.pt", file)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void Tensors_put_together_by_hand_are_read()
    {
        float[] values = ArrayFile.Read(_folder.Write("hand.pt",
            PythonFiles.Torch(new Pickle().Tensor(1, [3], [1]).Stop(), Numbers(5, 6, 7, 8))))["hand"].Values;
        Assert.Equal([6, 7, 8], values);
    }

    [Fact]
    public void Tensors_that_reach_beyond_their_storage_are_refused()
    {
        Assert.Contains("reaches beyond its storage of 4 elements", Refusal(new Pickle().Tensor(1, [4], [1])));
        Assert.Contains("reaches beyond", Refusal(new Pickle().Tensor(-1, [1], [1])));
        Assert.Contains("reaches beyond", Refusal(new Pickle().Tensor(3, [2], [-1])));
        Assert.Contains("reaches beyond", Refusal(new Pickle().Tensor(0, [2, 2], [4, 1])));
        // The reach would be negative if it overflowed.
        Refusal(new Pickle().Tensor(0, [3], [long.MaxValue / 2 + 1]));
        Refusal(new Pickle().Tensor(long.MaxValue, [2], [1]));
        Assert.Contains("1 sizes and 2 strides", Refusal(new Pickle().Tensor(0, [2], [1, 1])));
        Assert.Contains("has the size -2", Refusal(new Pickle().Tensor(0, [-2], [1])));
    }

    [Fact]
    public void Storages_that_are_unknown_or_missing_are_named()
    {
        Assert.Contains("'torch.QUInt8Storage'", Refusal(new Pickle().Tensor(0, [1], [1], storage: "QUInt8Storage")));
        Assert.Contains("the storage '7'", Refusal(new Pickle().Tensor(0, [1], [1], key: "7")));
    }

    /// <summary>Four numbers repeated to two thousand million take gigabytes that are in no file.</summary>
    [Fact]
    public void Tensors_that_repeat_their_storage_without_measure_are_refused()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("repeat", Refusal(new Pickle().Tensor(0, [2_000_000_000], [0])));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private static byte[] Numbers(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private string Refusal(Pickle pickle)
    {
        string path = _folder.Write("odd.pt", PythonFiles.Torch(pickle.Stop()));
        string message = Assert.Throws<FormatException>(() => ArrayFile.Read(path)).Message;
        Assert.StartsWith($"'{path}' cannot be read: ", message);
        return message;
    }
}
