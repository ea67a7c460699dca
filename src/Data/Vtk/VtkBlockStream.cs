using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Data.Zarr;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>The bytes of an array that was compressed block by block.</summary>
/// <param name="source">The blocks, one after the other.</param>
/// <param name="compressor">VTK's name of the method.</param>
/// <param name="packed">Bytes of each block as it is stored.</param>
/// <param name="block">Bytes of a block that is whole.</param>
/// <param name="last">Bytes of the last one.</param>
internal sealed class VtkBlockStream(Stream source, string compressor, long[] packed, int block, int last)
    : ReadOnlyStream
{
    private byte[] _bytes = [];
    private int _at, _next;

    public override int Read(Span<byte> buffer)
    {
        while (_at == _bytes.Length)
        {
            if (_next == packed.Length) return 0;
            int length = _next == packed.Length - 1 ? last : block;
            if (_bytes.Length != length) _bytes = new byte[length];
            Unpack(source.ReadBytes(packed[_next]), _bytes);
            (_at, _next) = (0, _next + 1);
        }
        int count = Math.Min(buffer.Length, _bytes.Length - _at);
        _bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    private void Unpack(byte[] from, byte[] to)
    {
        switch (compressor)
        {
            case "vtkZLibDataCompressor":
                using (var stream = new ZLibStream(new MemoryStream(from), CompressionMode.Decompress)) stream.Fill(to);
                break;
            case "vtkLZ4DataCompressor": ByteCodecs.Lz4(from, to); break;
            default:
                throw new UnsupportedArrayException($"arrays compressed by {compressor} are not supported; write them "
                    + "with zlib or lz4.");
        }
    }
}
