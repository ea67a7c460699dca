using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

/// <summary>
/// Damaged files in the place of a served model, seeded. The variable DAMAGED_MODELS asks for another number of them.
/// </summary>
public sealed class DamagedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _model = Fno(1), _other = Fno(2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_damaged_file_is_refused_and_the_old_model_goes_on()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("DAMAGED_MODELS") ?? "500",
            CultureInfo.InvariantCulture);
        // Looked at when the test says so.
        await using RunningServer server = await RunningServer.StartAsync(_folder, "Serving:ReloadInterval=00:00:00");
        ServedOperator served = server.Application.Services.GetRequiredKeyedService<ServedOperator>(server.Name);
        float[] field = Field(1), expected = Expected(_model, field);
        Near(expected, await server.Predict(field));
        int files = OpenFiles();
        for (int seed = 0; seed < count; seed++)
        {
            byte[] damaged = Damage(new Random(seed));
            if (damaged.AsSpan().SequenceEqual(_model) || damaged.AsSpan().SequenceEqual(_other)) continue;
            _folder.Write("model.onnx", damaged);
            Assert.False(served.Reload(), $"seed {seed}");
            Assert.True(served.ReloadFault is { Length: > 0 }, $"seed {seed}");
            if (seed % 25 == 0) Near(expected, await server.Predict(field));
        }
        Near(expected, await server.Predict(field));
        // One left open by each would be hundreds; tests beside this one open some as well.
        Assert.InRange(OpenFiles(), 0, files + 150);
        // And what is whole is taken again.
        _folder.Write("model.onnx", _other);
        Assert.True(served.Reload());
        Assert.Null(served.ReloadFault);
        Near(Expected(_other, field), await server.Predict(field));
    }

    [Fact]
    public async Task A_damaged_file_ends_the_start_with_its_name()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            string path = _folder.Write($"model-{seed}.onnx", Damage(new Random(seed)));
            await using var server = HttpServer.Create(["--urls=http://127.0.0.1:0",
                $"--OperatorServer:Models:damaged-{seed}={path}", "--Logging:LogLevel:Default=None"]);
            var error = await Assert.ThrowsAsync<FormatException>(() => server.StartAsync());
            Assert.StartsWith($"'{path}': ", error.Message);
        }
    }

    private byte[] Damage(Random random)
    {
        byte[] bytes = [.. _model];
        int at = random.Next(bytes.Length), length = random.Next(1, 1 + Math.Min(4096, bytes.Length - at));
        switch (random.Next(7))
        {
            case 0:
                for (int flips = random.Next(1, 9); flips > 0; flips--)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return bytes[..at];
            case 2:
                return bytes[at..];
            case 3:
                return [.. bytes[at..], .. bytes[..at]];
            case 4:
                bytes.AsSpan(at, length).Clear();
                return bytes;
            case 5:
                // A part of another model, as of two files written at once.
                _other.AsSpan(at, Math.Min(length, _other.Length - at)).CopyTo(bytes.AsSpan(at));
                return bytes;
            default:
                byte[] more = new byte[length];
                random.NextBytes(more);
                return [.. bytes[..at], .. more, .. bytes[at..]];
        }
    }

    // Of this process.
    private static int OpenFiles()
        => Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0;
}
