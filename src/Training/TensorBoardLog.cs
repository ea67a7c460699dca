using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Training curves in the file format of TensorBoard: records of a length, a message and masked CRC-32C sums; the messages are
/// protocol buffers with a time, a step and scalars.
/// </summary>
internal sealed class TensorBoardLog : IDisposable
{
    private readonly Action<string>? _warn;
    private FileStream? _stream;
    private long _step;

    /// <summary>A new file in a folder.</summary>
    /// <param name="folder">The folder; it is made when it does not exist.</param>
    /// <param name="warn">Called when the file cannot be written any more: losing the curves must not end the training.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public TensorBoardLog(string folder, Action<string>? warn)
    {
        _warn = warn;
        if (File.Exists(folder)) throw new IOException($"{nameof(TrainingOptions.TensorBoardFolder)} is '{folder}', which is a file.");
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string name = $"events.out.tfevents.{now.ToUnixTimeSeconds()}.{Environment.MachineName}.{Environment.ProcessId}.{now.Ticks % 100_000}";
        try
        {
            Directory.CreateDirectory(folder);
            _stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{nameof(TrainingOptions.TensorBoardFolder)}, '{folder}', cannot be written: {error.Message}", error);
        }
        Write([.. Double(1, Seconds(now)), .. Text(3, "brain.Event:2")]);
    }

    /// <summary>Adds the scalars of a batch or an epoch.</summary>
    public void Add(TrainingProgress progress)
    {
        if (_stream is null) return;
        try
        {
            AddScalars(progress);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _warn?.Invoke($"The curves for TensorBoard end here, in epoch {progress.Epoch}: {error.Message}");
            Dispose();
        }
    }

    public void Dispose()
    {
        try
        {
            _stream?.Dispose();
        }
        catch (IOException error)
        {
            _warn?.Invoke($"The file for TensorBoard is incomplete: {error.Message}");
        }
        _stream = null;
    }

    private void AddScalars(TrainingProgress progress)
    {
        _step = (long)(progress.Epoch - 1) * progress.Batches + progress.Batch;
        Scalar("loss/batch", progress.Loss);
        Scalar("learning_rate", progress.LearningRate);
        Scalar("samples_per_second", progress.SamplesPerSecond);
        if (!progress.EndsEpoch) return;
        Scalar("loss/epoch", progress.Loss);
        if (progress.ValidationError is { } error) Scalar("validation/relative_l2", error);
        _stream!.Flush();
    }

    private void Scalar(string tag, double value)
    {
        byte[] scalar = [.. Text(1, tag), .. Single(2, (float)value)];
        Write([.. Double(1, Seconds(DateTimeOffset.UtcNow)), .. Whole(2, _step), .. Message(5, [.. Message(1, scalar)])]);
    }

    private void Write(byte[] message)
    {
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)message.Length);
        _stream!.Write(length);
        _stream.Write(Sum(length));
        _stream.Write(message);
        _stream.Write(Sum(message));
    }

    private static byte[] Sum(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        crc = ~crc;
        var masked = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u));
        return masked;
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    // Wire types of protocol buffers: 0 a variable-length number, 1 eight bytes, 2 a length and bytes, 5 four bytes.
    private static byte[] Whole(int field, long value) => [.. Number((ulong)(field << 3)), .. Number((ulong)value)];

    private static byte[] Double(int field, double value) => [.. Number((ulong)((field << 3) | 1)), .. BitConverter.GetBytes(value)];

    private static byte[] Single(int field, float value) => [.. Number((ulong)((field << 3) | 5)), .. BitConverter.GetBytes(value)];

    private static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] value) => [.. Number((ulong)((field << 3) | 2)), .. Number((ulong)value.Length), .. value];

    private static IEnumerable<byte> Number(ulong value)
    {
        for (; value > 127; value >>= 7) yield return (byte)(value | 128);
        yield return (byte)value;
    }
}
