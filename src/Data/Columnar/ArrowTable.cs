using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Arrow's files (also called Feather, version 2), read by Apache.Arrow: columns of numbers, and of lists of them or of
/// lists of lists. Nulls among the numbers are NaN.
/// </summary>
internal sealed class ArrowTable : ColumnarTable
{
    private readonly ArrowFileReader _reader;
    private readonly Field[] _fields;
    private RecordBatch? _batch;
    private int _batchIndex = -1;

    private ArrowTable(Stream stream, ReadBudget budget)
    {
        Groups = ArrowBatches.Rows(stream);
        stream.Position = 0;
        _reader = new ArrowFileReader(stream, new BudgetedAllocator(budget), new CompressionCodecFactory(),
            leaveOpen: false);
        _fields = [.. _reader.Schema.FieldsList];
        Columns = [.. _fields.Select(f => f.Name)];
    }

    public override IReadOnlyList<long> Groups { get; }

    public override IReadOnlyList<string> Columns { get; }

    public static ColumnarTable Open(string path, ReadBudget budget)
    {
        FileStream stream = File.OpenRead(path);
        try
        {
            return new ArrowTable(stream, budget);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override int[]? Sizes(int column)
        => _fields[column].Metadata is { } metadata
        && metadata.GetValueOrDefault(ColumnarShapes.ExtensionKey) == ColumnarShapes.Tensor
        && metadata.TryGetValue(ColumnarShapes.ExtensionMetadata, out string? json)
            ? ColumnarShapes.OfTensor(json) : null;

    public override ColumnarRows Read(int column, int group)
    {
        if (group != _batchIndex)
        {
            _batch?.Dispose();
            _batch = _reader.ReadRecordBatchAsync(group).AsTask().GetAwaiter().GetResult();
            _batchIndex = group;
        }
        if (_batch!.Length != Groups[group])
            throw new FormatException($"the batch {group} has {_batch.Length} rows where its description says "
                + $"{Groups[group]}.");
        return ArrowLists.Read(_batch.Column(column), Columns[column], First(group));
    }

    public override void Dispose()
    {
        _batch?.Dispose();
        _reader.Dispose();
    }
}
