using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>Exported files in another program: onnxruntime-node, which knows nothing of this library.</summary>
public sealed class NodeTests : IDisposable
{
    // Reads raw numbers, runs the model by its path, writes raw numbers.
    private const string Script = """
        const ort = require('onnxruntime-node'), fs = require('fs');
        const folder = 'FOLDER', size = SIZE;
        (async () => {
            const session = await ort.InferenceSession.create(folder + '/m.onnx');
            const bytes = fs.readFileSync(folder + '/x.bin');
            const x = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
            const y = await session.run({ input: new ort.Tensor('float32', x, [2, 1, size, size]) });
            fs.writeFileSync(folder + '/y.bin', new Uint8Array(y.output.data.slice().buffer));
        })().catch(error => { console.error(error); process.exit(1); });
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ExportPrecision.Float32, false)]
    [InlineData(ExportPrecision.Float32, true)]
    [InlineData(ExportPrecision.Float16, false)]
    [InlineData(ExportPrecision.Int8, false)]
    [InlineData(ExportPrecision.Int8Static, false)]
    public void Scores_are_ours_at_two_grids(ExportPrecision precision, bool isInTwoFiles)
    {
        NodeRuntime.Require();
        var definition = new NormalizedOperator(new Mgno(1, 1, new() { Channels = 4, Layers = 2 }));
        using OnnxModel plain = OnnxExporter.Build(definition, ParameterValues.Initialize(definition, 3));
        ModelProto proto = plain.ToProto();
        using (var calibrator = new Calibrator(plain.ToProto()))
        {
            calibrator.Observe([(Field(16), [2, 1, 16, 16])]);
            PrecisionPass.Apply(proto, precision, calibrator.Ranges);
        }
        OnnxModel.Of(proto).Write(_folder["m.onnx"], isInTwoFiles ? 0 : OnnxModel.MostInside);
        using OnnxOperatorSession session = OnnxOperatorSession.Open(_folder["m.onnx"]);
        foreach (int size in new[] { 16, 20 })
        {
            float[] x = Field(size);
            _folder.Write("x.bin", MemoryMarshal.AsBytes<float>(x).ToArray());
            Assert.Equal("", NodeRuntime.Run(Script.Replace("FOLDER", _folder.Path).Replace("SIZE", $"{size}")));
            float[] actual = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder["y.bin"])).ToArray();
            Parity.Equal(session.Run([(x, [2, 1, size, size])]).Values, actual, 1e-4);
        }
    }

    private static float[] Field(int size) => [.. Enumerable.Range(0, 2 * size * size).Select(i => MathF.Sin(i))];
}
