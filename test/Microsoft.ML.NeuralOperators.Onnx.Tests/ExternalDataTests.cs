using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>Weights in a second file, which large models need and small ones may have.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private const int Seed = 3;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static OnnxModel Model(int seed = Seed)
    {
        var definition = new NormalizedOperator(new Fno(1, 1, new() { Modes = [4, 4], Channels = 6 }));
        return OnnxExporter.Build(definition, ParameterValues.Initialize(definition, seed));
    }

    [Fact]
    public void Scores_are_those_of_one_file_to_the_bit()
    {
        string data = Model().Write(_folder["m.onnx"], mostInside: 0)!;
        Assert.Equal(_folder["m.onnx.data"], data);
        Assert.True(new FileInfo(_folder["m.onnx"]).Length < Model().Graph.Length - new FileInfo(data).Length / 2);
        using OnnxOperatorSession whole = OnnxOperatorSession.Open(Model()),
            parts = OnnxOperatorSession.Open(_folder["m.onnx"]);
        Assert.True(parts.Info.HasDigest);
        Assert.Equal(Scores(whole), Scores(parts));
    }

    [Fact]
    public void The_layout_is_that_of_ONNX()
    {
        Model().Write(_folder["m.onnx"], mostInside: 0);
        OnnxModelInfo.Read(File.ReadAllBytes(_folder["m.onnx"]), out ModelProto proto);
        TensorProto[] outside = [.. proto.Graph.Initializer.Where(t => t.DataLocation == 1)];
        Assert.NotEmpty(outside);
        foreach (TensorProto tensor in outside)
        {
            var entries = tensor.ExternalData.ToDictionary(e => e.Key, e => e.Value);
            Assert.Equal("m.onnx.data", entries["location"]);
            Assert.Equal(0, long.Parse(entries["offset"]) % 4096);
            Assert.False(tensor.HasRawData);
        }
        // Sizes and indices stay where ONNX Runtime looks at them.
        Assert.All(proto.Graph.Initializer.Where(t => t.DataLocation == 0),
            t => Assert.InRange(t.RawData.Length, 0, 1023));
        Assert.Equal("", OnnxChecker.Check(_folder["m.onnx"]));
    }

    [Fact]
    public void A_model_that_was_too_large_in_memory_runs_from_a_temporary_file()
    {
        string path;
        using (OnnxModel model = OnnxModel.Of(Model().ToProto(), mostInside: 0))
        {
            path = model.DataPath!;
            Assert.True(File.Exists(path));
            using OnnxOperatorSession whole = OnnxOperatorSession.Open(Model()),
                parts = OnnxOperatorSession.Open(model);
            Assert.Equal(Scores(whole), Scores(parts));
            Assert.Equal(Model().Graph, model.ToFile());
            Assert.Equal(OnnxWeights.Read(Model()).Values.SelectMany(v => v),
                OnnxWeights.Read(model).Values.SelectMany(v => v));
        }
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_model_that_fits_is_one_file()
    {
        Assert.Null(Model().Write(_folder["m.onnx"]));
        Assert.Equal(["m.onnx"], _folder.Names);
    }

    [Fact]
    public void A_new_model_takes_the_place_of_an_older_one_with_its_file()
    {
        Model(1).Write(_folder["m.onnx"], mostInside: 0);
        Assert.Equal(_folder["m.onnx.data2"], Model(2).Write(_folder["m.onnx"], mostInside: 0));
        Assert.Equal(["m.onnx", "m.onnx.data2"], _folder.Names);
        using (OnnxOperatorSession expected = OnnxOperatorSession.Open(Model(2)),
            actual = OnnxOperatorSession.Open(_folder["m.onnx"]))
            Assert.Equal(Scores(expected), Scores(actual));
        Model(3).Write(_folder["m.onnx"]);
        Assert.Equal(["m.onnx"], _folder.Names);
    }

    [Fact]
    public void A_model_written_over_itself_stays_readable()
    {
        Model().Write(_folder["m.onnx"], mostInside: 0);
        OnnxModel read = OnnxModel.Read(_folder["m.onnx"]);
        read.Write(_folder["m.onnx"], mostInside: 0);
        read.Write(_folder["copy.onnx"], mostInside: 0);
        using OnnxOperatorSession session = OnnxOperatorSession.Open(_folder["m.onnx"]),
            copy = OnnxOperatorSession.Open(_folder["copy.onnx"]);
        Assert.Equal(Scores(session), Scores(copy));
        // Not the file that it reads, although the newest one has another name by now.
        Assert.Equal(_folder["m.onnx.data3"], read.Write(_folder["m.onnx"], mostInside: 0));
        Assert.Equal(Model().Graph, read.ToFile());
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Model().Write(_folder["m.onnx"], mostInside: 0);
        File.Delete(_folder["m.onnx.data"]);
        Refused("'m.onnx.data', which is not beside it");
    }

    [Fact]
    public void Damage_is_noticed_wherever_it_is()
    {
        Model().Write(_folder["m.onnx"], mostInside: 0);
        byte[] whole = File.ReadAllBytes(_folder["m.onnx.data"]);
        var random = new Random(1);
        for (int i = 0; i < 50; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_folder["m.onnx.data"], damaged);
            Refused("'m.onnx.data' is damaged");
        }
        foreach (int length in new[] { 0, 1, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(_folder["m.onnx.data"], whole[..length]);
            Refused("was cut short");
        }
        File.WriteAllBytes(_folder["m.onnx.data"], [.. whole, 0]);
        Refused("is damaged");
    }

    [Fact]
    public void The_file_of_another_model_is_refused()
    {
        Model(1).Write(_folder["m.onnx"], mostInside: 0);
        Model(2).Write(_folder["other.onnx"], mostInside: 0);
        File.Move(_folder["other.onnx.data"], _folder["m.onnx.data"], overwrite: true);
        Refused("belongs to another model");
    }

    [Theory]
    [InlineData("location", "../m.onnx.data", "Expected the model's weights in one file beside it")]
    [InlineData("location", "/etc/passwd", "Expected the model's weights in one file beside it")]
    [InlineData("location", "..", "Expected the model's weights in one file beside it")]
    [InlineData("location", "", "Expected the model's weights in one file beside it")]
    [InlineData("offset", "-1", "offset of the tensor")]
    [InlineData("offset", "8192", "cut short")]
    [InlineData("length", "99999999999", "length of the tensor")]
    [InlineData("length", "12345678", "cut short")]
    public void Other_places_are_refused(string key, string value, string reason)
    {
        Model().Write(_folder["m.onnx"], mostInside: 0);
        OnnxModelInfo.Read(File.ReadAllBytes(_folder["m.onnx"]), out ModelProto proto);
        OnnxSeal.Remove(proto);
        foreach (TensorProto tensor in proto.Graph.Initializer.Where(t => t.DataLocation == 1))
            tensor.ExternalData.Single(e => e.Key == key).Value = value;
        File.WriteAllBytes(_folder["m.onnx"], OnnxSeal.Apply(proto));
        Refused(reason);
    }

    [Fact]
    public void A_file_without_a_digest_of_its_weights_is_refused()
    {
        Model().Write(_folder["m.onnx"], mostInside: 0);
        OnnxModelInfo.Read(File.ReadAllBytes(_folder["m.onnx"]), out ModelProto proto);
        OnnxSeal.Remove(proto);
        proto.MetadataProps.Remove(proto.MetadataProps.Single(p => p.Key.Contains("data_sha256")));
        File.WriteAllBytes(_folder["m.onnx"], OnnxSeal.Apply(proto));
        Refused("holds no digest");
    }

    [Fact]
    public void Bytes_alone_are_refused()
    {
        Model().Write(_folder["m.onnx"], mostInside: 0);
        byte[] graph = File.ReadAllBytes(_folder["m.onnx"]);
        Assert.Contains("another file",
            Assert.Throws<FormatException>(() => OnnxOperatorSession.Open(graph)).Message);
    }

    private void Refused(string reason)
    {
        var error = Assert.Throws<FormatException>(() => OnnxOperatorSession.Open(_folder["m.onnx"]));
        Assert.Contains(reason, error.Message);
        Assert.Contains(_folder["m.onnx"], error.Message);
    }

    private static float[] Scores(OnnxOperatorSession session)
        => session.Run([([.. Enumerable.Range(0, 2 * 81).Select(i => MathF.Sin(i))], [2, 1, 9, 9])]).Values;
}
