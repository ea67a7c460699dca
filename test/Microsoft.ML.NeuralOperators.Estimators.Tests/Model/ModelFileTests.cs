using System.IO.Compression;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;
using Microsoft.ML.NeuralOperators.Model.Loading;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Model;

public sealed class ModelFileTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();
    private readonly IDataView _data;
    private readonly NeuralOperatorTransformer _model;

    public ModelFileTests()
    {
        _data = Fixture.Data(_mlContext, 8);
        _model = Fixture.Fno(_mlContext).Fit(_data);
        _mlContext.Model.Save(_model, _data.Schema, _folder["model.zip"]);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_without_digest_loads_with_a_warning_and_is_saved_with_one()
    {
        var warnings = new List<string>();
        _mlContext.Log += (_, e) =>
        {
            if (e.Kind == Runtime.ChannelMessageKind.Warning) warnings.Add(e.Message);
        };
        using NeuralOperatorTransformer loaded = LoadOnnx(_ => { });
        Assert.Contains(_folder["changed.onnx"], Assert.Single(warnings));
        Assert.Contains("no digest", warnings[0]);
        Assert.Equal(Fixture.Scores(_model, _data), Fixture.Scores(loaded, _data));

        loaded.ExportToOnnx(_folder["again.onnx"]);
        using NeuralOperatorTransformer again = _mlContext.NeuralOperators().LoadOnnx(_folder["again.onnx"]);
        Assert.Single(warnings);
        Assert.True(again.Session.Info.HasDigest);
    }

    [Fact]
    public void A_model_with_a_digest_loads_without_a_warning()
    {
        bool isWarned = false;
        _mlContext.Log += (_, e) => isWarned |= e.Message.Contains("digest", StringComparison.Ordinal);
        using var loaded = (NeuralOperatorTransformer)_mlContext.NeuralOperators().Load(_folder["model.zip"]);
        Assert.True(loaded.Session.Info.HasDigest);
        Assert.False(isWarned);
    }

    [Fact]
    public void A_zip_is_loaded_and_saved_on_the_cpu_where_the_context_allows_it()
    {
        var mlContext = new MLContext { GpuDeviceId = 99, FallbackToCpu = true };
        using var loaded = (NeuralOperatorTransformer)mlContext.NeuralOperators().Load(_folder["model.zip"]);
        Assert.Equal("CPUExecutionProvider", loaded.ExecutionProvider);
        Assert.Equal(99, mlContext.GpuDeviceId);
        Assert.Equal(Fixture.Scores(_model, _data), Fixture.Scores(loaded, _data));
        mlContext.Model.Save(loaded, _data.Schema, _folder["again.zip"]);
        Assert.Equal(99, mlContext.GpuDeviceId);
    }

    // The name that ML.NET's temporary file has once in 32,768 times.
    [Fact]
    public void A_graph_in_a_file_whose_name_is_of_another_format_is_loaded_again()
    {
        string path = _folder["model.ort"];
        _model.ExportToOnnx(_folder["model.onnx"]);
        File.Copy(_folder["model.onnx"], path);
        int loads = 0;
        using InferenceSession session = TemporaryNames.Again(()
            => new InferenceSession(loads++ == 0 ? path : _folder["model.onnx"]));
        Assert.Equal(2, loads);
        Assert.ThrowsAny<Exception>(() => TemporaryNames.Again(() =>
        {
            loads++;
            return new InferenceSession(_folder["model.zip"]);
        }));
        Assert.Equal(3, loads);
    }

    [Fact]
    public void A_missing_gpu_is_named_where_the_cpu_is_not_allowed()
    {
        var mlContext = new MLContext { GpuDeviceId = 99, FallbackToCpu = false };
        var error = Assert.Throws<InvalidOperationException>(() => mlContext.NeuralOperators()
            .Load(_folder["model.zip"]));
        Assert.StartsWith("ONNX Runtime cannot use CUDA device 99", error.Message);
        Assert.Contains("FallbackToCpu", error.Message);
        Assert.Equal(99, mlContext.GpuDeviceId);
    }

    [Theory]
    [InlineData("AAA/OnnxModel", "2 ONNX graphs for 1 transformer")]
    [InlineData("TransformerChain/A/OnnxModel", "2 ONNX graphs for 1 transformer")]
    [InlineData("TransformerChain/OnnxModel", "twice")]
    public void A_second_graph_in_the_archive_is_refused(string name, string reason)
    {
        using (ZipArchive zip = ZipFile.Open(_folder["model.zip"], ZipArchiveMode.Update))
        {
            using var graph = new MemoryStream();
            using (Stream original = zip.Entries.Single(e => e.Name == "OnnxModel").Open()) original.CopyTo(graph);
            using Stream copy = zip.CreateEntry(name).Open();
            copy.Write(graph.ToArray());
        }
        Assert.Contains(reason,
            Assert.Throws<FormatException>(() => _mlContext.NeuralOperators().Load(_folder["model.zip"])).Message);
    }

    [Theory]
    [InlineData("TransformerChain/OnnxModel", 40)]
    [InlineData("TransformerChain/Other", 60)]
    public void An_archive_that_unpacks_to_far_more_than_its_size_is_refused_at_once(string name, int megabytes)
    {
        using (ZipArchive zip = ZipFile.Open(_folder["bomb.zip"], ZipArchiveMode.Create))
        using (Stream entry = zip.CreateEntry(name).Open())
        {
            entry.Write(BitConverter.GetBytes((megabytes << 20) - 4));
            entry.Write(new byte[(megabytes << 20) - 4]);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<FormatException>(() => _mlContext.NeuralOperators()
            .Load(_folder["bomb.zip"])).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Contains("too much for its size", message);
    }

    /// <summary>Anyone can compute a digest.</summary>
    [Fact]
    public void A_right_digest_admits_no_other_operators_and_no_files()
    {
        Sealed(m => m.Graph.Node[0].OpType = "Loop", "'Loop'");
        Sealed(m => m.Graph.Node[0].OpType = "ConstantOfShape", "'ConstantOfShape'");
        Sealed(m => m.Graph.Initializer[0].DataLocation = 1, "in one file beside it");

        void Sealed(Action<ModelProto> change, string reason)
        {
            _model.ExportToOnnx(_folder["sealed.onnx"]);
            ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["sealed.onnx"]));
            model.MetadataProps.RemoveAt(model.MetadataProps.Count - 1);
            change(model);
            File.WriteAllBytes(_folder["sealed.onnx"], Onnx.OnnxSeal.Apply(model));
            Assert.Contains(reason,
                Assert.Throws<FormatException>(() => _mlContext.NeuralOperators()
                .LoadOnnx(_folder["sealed.onnx"])).Message);
        }
    }

    [Fact]
    public void Inputs_and_outputs_must_be_those_of_the_metadata()
    {
        Refused(m => Metadata(m, json => json["FeatureColumn"] = "u"), "'u'");
        Refused(m => Metadata(m, json => json["ScoreColumn"] = "other"), "'other'");
        Refused(m => Metadata(m, json => json["FeatureChannels"] = 2), "[2, 8, 8]");
        Refused(m => Metadata(m, json => json["FeatureGrid"] = new JsonArray(8)), "[1, 8]");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"Version":1,"FeatureColumn":"a","FeatureChannels":1,"ScoreColumn":"Score","ScoreChannels":1,"ScoreGrid":[8,8]}""")]
    [InlineData("""{"Version":1,"FeatureColumn":"a","FeatureChannels":1,"FeatureGrid":[8,8],"ScoreColumn":"Score","ScoreChannels":1,"ScoreGrid":[-8]}""")]
    [InlineData("""{"Version":1,"FeatureColumn":"a","FeatureChannels":1,"FeatureGrid":[8,8],"ScoreColumn":"Score","ScoreChannels":1,"ScoreGrid":[65536,65536]}""")]
    [InlineData("""{"Version":2,"Inputs":[]}""")]
    [InlineData("""{"Version":2,"Inputs":[null]}""")]
    [InlineData("""{"Version":2,"Inputs":[{"Name":"a","Channels":1}],"Score":{"Name":"Score","Channels":1,"Grid":[8,8]}}""")]
    [InlineData("""{"Version":2,"Inputs":[{"Name":"a","Channels":1,"Grid":[0],"IsVarying":true}],"Score":{"Name":"Score","Channels":1,"Grid":[8]}}""")]
    [InlineData("""{"Version":2,"Inputs":[{"Name":"a","Channels":1,"Grid":[0],"IsVarying":true,"IsMask":true,"Points":{"Name":"p"}}],"Score":{"Name":"Score","Channels":1,"Grid":[8]}}""")]
    public void Incomplete_metadata_is_refused(string json)
        => Refused(m => m.MetadataProps[0].Value = json, "metadata");

    private void Refused(Action<ModelProto> change, string reason)
    {
        var error = Assert.Throws<FormatException>(() => LoadOnnx(change));
        Assert.Contains(reason, error.Message);
        Assert.Contains(_folder["changed.onnx"], error.Message);
    }

    // As a program that knows of no digest would have written it.
    private NeuralOperatorTransformer LoadOnnx(Action<ModelProto> change)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(ModelFile.Of(_model));
        model.ClearDocString();
        model.MetadataProps.RemoveAt(model.MetadataProps.Count - 1);
        change(model);
        File.WriteAllBytes(_folder["changed.onnx"], model.ToByteArray());
        return _mlContext.NeuralOperators().LoadOnnx(_folder["changed.onnx"]);
    }

    private static void Metadata(ModelProto model, Action<JsonObject> change)
    {
        JsonObject json = JsonNode.Parse(model.MetadataProps[0].Value)!.AsObject();
        change(json);
        model.MetadataProps[0].Value = json.ToJsonString();
    }
}
