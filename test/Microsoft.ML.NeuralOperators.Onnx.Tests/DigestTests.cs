using Google.Protobuf;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

public class DigestTests
{
    private static byte[] Model()
    {
        var definition = new Fno(1, 1, new() { Modes = [2], Channels = 2, Layers = 1 });
        return OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0),
            new() { Metadata = new Dictionary<string, string> { ["key"] = "value" } });
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        byte[] model = Model();
        Assert.True(OnnxModelInfo.Read(model).HasDigest);
        for (int bit = 0; bit < 8 * model.Length; bit++)
        {
            model[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.True(Record.Exception(() => OnnxModelInfo.Read(model)) is FormatException,
                $"Bit {bit % 8} of byte {bit / 8} of {model.Length}");
            model[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void Every_cut_is_noticed()
    {
        byte[] model = Model();
        for (int length = 0; length < model.Length; length++)
            Assert.Throws<FormatException>(() => OnnxModelInfo.Read(model[..length]));
    }

    [Fact]
    public void What_was_appended_is_noticed()
    {
        byte[] model = Model();
        // The entry of the digest once more: it then covers itself.
        Assert.Throws<FormatException>(() => OnnxModelInfo.Read([.. model, .. model[^90..]]));
        Assert.Throws<FormatException>(() => OnnxModelInfo.Read([.. model, 0x72, 0x00]));
    }

    [Fact]
    public void A_model_without_digest_runs_and_says_so()
    {
        byte[] model = Changed(_ => { });
        Assert.False(OnnxModelInfo.Read(model).HasDigest);
        using OnnxOperatorSession session = OnnxOperatorSession.Open(model);
        Assert.False(session.Info.HasDigest);
    }

    [Fact]
    public void Tensors_in_other_files_are_refused()
        => Refused(m => m.Graph.Initializer[0].DataLocation = 1, "another file");

    [Fact]
    public void Operators_that_are_not_exported_are_refused()
    {
        Refused(m => m.Graph.Node[0].OpType = "Loop", "'Loop'");
        Refused(m => m.Graph.Node[0].OpType = "ConstantOfShape", "'ConstantOfShape'");
        Refused(m => m.Graph.Node[0].Domain = "com.microsoft", "'com.microsoft.");
        Refused(m => m.OpsetImport.Add(new OperatorSetIdProto { Domain = "other", Version = 1 }), "operator sets");
    }

    [Fact]
    public void Sizes_that_do_not_fit_the_numbers_are_refused()
    {
        Refused(m => m.Graph.Initializer[0].Dims[0]++, "bytes where its sizes");
        Refused(m => m.Graph.Initializer[0].Dims.Add([long.MaxValue, long.MaxValue, long.MaxValue]),
            "impossible sizes");
        Refused(m => m.Graph.Initializer[0].Dims[0] = -1, "impossible sizes");
        Refused(m => m.Graph.Initializer[0].DataType = 11, "element type 11");
        Refused(m => m.Graph.Initializer[0].DataType = 10, "bytes where its sizes");
    }

    [Fact]
    public void Names_that_are_used_twice_are_refused()
    {
        Refused(m => m.Graph.Input.Add(m.Graph.Input[0].Clone()), "twice");
        Refused(m => m.Graph.Initializer.Add(m.Graph.Initializer[0].Clone()), "twice");
        Refused(m => m.Graph.Initializer[0].Name = m.Graph.Input[0].Name, "twice");
        Refused(m => m.MetadataProps.Add(m.MetadataProps[0].Clone()), "twice");
        Refused(m => m.Graph.Output.Add(new ValueInfoProto(m.Graph.Output[0]) { Name = "other" }), "2 outputs");
    }

    [Fact]
    public void Fields_that_are_not_read_are_refused()
    {
        // A function of the model (field 25), which ONNX Runtime would run.
        byte[] model = [.. Changed(_ => { }), 0xCA, 0x01, 0x00];
        Assert.Contains("fields of another kind",
            Assert.Throws<FormatException>(() => OnnxOperatorSession.Open(model)).Message);
    }

    [Fact]
    public void Files_of_very_many_parts_take_no_memory()
    {
        // A graph (field 7) of half a million empty nodes (field 1).
        byte[] graph = [.. Enumerable.Repeat<byte[]>([0x0A, 0x00], 500_000).SelectMany(b => b)];
        byte[] model = [0x3A, 0xC0, 0x84, 0x3D, .. graph];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than 100000 nodes",
            Assert.Throws<FormatException>(() => OnnxModelInfo.Read(model)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void Refused(Action<ModelProto> change, string reason)
        => Assert.Contains(reason,
            Assert.Throws<FormatException>(() => OnnxOperatorSession.Open(Changed(change))).Message);

    // As another program would have written it: without a digest.
    private static byte[] Changed(Action<ModelProto> change)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(Model());
        model.ClearDocString();
        model.MetadataProps.RemoveAt(model.MetadataProps.Count - 1);
        change(model);
        return model.ToByteArray();
    }
}
