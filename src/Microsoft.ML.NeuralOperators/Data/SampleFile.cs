using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Data;

/// <summary>
/// Samples of one field in a file, all of one length, read in any order by any number of threads. It deletes itself.
/// </summary>
internal sealed class SampleFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly int _sampleLength;

    /// <summary>An empty file.</summary>
    /// <param name="folder">An existing folder with room for the samples.</param>
    /// <param name="sampleLength">Numbers of one sample.</param>
    public SampleFile(string folder, int sampleLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleLength, 1);
        _sampleLength = sampleLength;
        _stream = new FileStream(Path.Combine(folder, $"field-samples-{Guid.NewGuid():N}.bin"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.RandomAccess,
            BufferSize = 0,
        });
    }

    /// <summary>Samples written.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a sample at the end.</summary>
    public void Append(ReadOnlySpan<float> sample)
    {
        if (sample.Length != _sampleLength)
            throw new ArgumentException($"A sample has {_sampleLength} numbers, got {sample.Length}.", nameof(sample));
        RandomAccess.Write(_stream.SafeFileHandle, MemoryMarshal.AsBytes(sample),
            (long)Count * _sampleLength * sizeof(float));
        Count++;
    }

    /// <summary>Reads a sample.</summary>
    /// <exception cref="EndOfStreamException">The file lost a part of its samples.</exception>
    public void Read(int sample, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)Count, nameof(sample));
        Span<byte> bytes = MemoryMarshal.AsBytes(destination[.._sampleLength]);
        long offset = (long)sample * bytes.Length;
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_stream.SafeFileHandle, bytes, offset);
            if (read == 0) throw new EndOfStreamException($"The file of samples ends within sample {sample}.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <summary>Closes and deletes the file.</summary>
    public void Dispose() => _stream.Dispose();
}
