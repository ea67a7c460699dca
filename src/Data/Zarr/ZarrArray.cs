namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>An array of Zarr, of which parts are read out of its chunks. Missing chunks are the fill value.</summary>
internal sealed class ZarrArray : StreamedArray
{
    private readonly ZarrStore _store;
    private readonly ZarrHeader _header;
    private readonly ZarrChunks _chunks;

    /// <param name="store">Where it is.</param>
    /// <param name="place">Its folder there, with a slash at the end where there is one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="header">What its metadata says.</param>
    public ZarrArray(ZarrStore store, string place, string name, ZarrHeader header)
        : base(name, header.Shape, header.Parts)
        => (_store, _header, _chunks) = (store, header, new ZarrChunks(store, place, header));

    /// <summary>Bytes that unpacking a chunk takes.</summary>
    public long ChunkCost => checked(ElementDecoder.LongCount(_header.Chunk)
        * (2 * ElementDecoder.Size(_header.Code) + 2 * sizeof(float) * Parts));

    public override long Together(int axis) => Math.Min(_header.Chunk[axis], Math.Max(Shape[axis], 1));

    public override void Read(long[] start, long[] count, Span<float> destination)
    {
        lock (_store)
            try
            {
                Fill(destination);
                long[] first = [.. start.Select((n, axis) => n / _header.Chunk[axis])],
                    last = [.. start.Select((n, axis) => (n + count[axis] - 1) / _header.Chunk[axis])];
                if (count.Contains(0)) return;
                foreach (long[] place in _chunks.Between(first, last))
                    if (_chunks.Read(place) is { } chunk) Copy(chunk, place, start, count, destination);
            }
            catch (Exception error) when (error is FormatException or InvalidDataException or EndOfStreamException
                or IOException)
            {
                throw new FormatException($"'{_store.Path}': the array '{Name}' cannot be read: "
                    + $"{error.Message}", error);
            }
            finally
            {
                _store.Release();
            }
    }

    private void Fill(Span<float> destination)
    {
        if (Parts == 1) destination.Fill(_header.Fill[0]);
        else
            for (int i = 0; i < destination.Length; i++) destination[i] = _header.Fill[i % Parts];
    }

    // What a chunk has of the part, a row at a time.
    private void Copy(float[] chunk, long[] place, long[] start, long[] count, Span<float> destination)
    {
        int rank = start.Length;
        var from = new long[rank];
        var to = new long[rank];
        var size = new long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            long begin = place[axis] * _header.Chunk[axis], low = Math.Max(begin, start[axis]);
            size[axis] = Math.Min(begin + _header.Chunk[axis], start[axis] + count[axis]) - low;
            (from[axis], to[axis]) = (low - begin, low - start[axis]);
        }
        Rows(chunk, 0, 0, 0, destination);

        void Rows(float[] source, int axis, long at, long target, Span<float> destination)
        {
            if (rank == 0 || axis == rank - 1)
            {
                int length = (int)((rank == 0 ? 1 : size[axis]) * Parts);
                long begin = rank == 0 ? 0 : at * _header.Chunk[axis] + from[axis],
                    end = rank == 0 ? 0 : target * count[axis] + to[axis];
                source.AsSpan((int)(begin * Parts), length).CopyTo(destination[(int)(end * Parts)..]);
                return;
            }
            for (long i = 0; i < size[axis]; i++)
                Rows(source, axis + 1, at * _header.Chunk[axis] + from[axis] + i, target * count[axis] + to[axis] + i,
                    destination);
        }
    }
}
