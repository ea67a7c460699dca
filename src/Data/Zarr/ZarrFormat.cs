using System.Text.Json;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>
/// Zarr of the versions 2 and 3, a folder or a zip archive of one: arrays in groups, in chunks that are packed each for
/// itself, alone or together in shards.
/// </summary>
internal sealed class ZarrFormat
{
    private readonly ZarrStore _store;
    private readonly FileContent _content;
    private readonly ReadBudget _budget;

    private ZarrFormat(ZarrStore store, ReadRequest request, ReadBudget budget)
        => (_store, _content, _budget) = (store, new FileContent(request), budget);

    /// <summary>Reads the arrays of a folder or archive.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="request">Those wanted.</param>
    /// <param name="limits">What reading may cost; folders count with all that is in them.</param>
    /// <returns>The arrays; null where the path is something else than Zarr.</returns>
    public static FileContent? Read(string path, ReadRequest request, ReadLimits limits)
    {
        Rules.Require(limits, nameof(limits));
        try
        {
            if (ZarrStore.Open(path) is not { } store) return null;
            try
            {
                var format = new ZarrFormat(store, request, new ReadBudget(limits, store.Lengths.Values.Sum()));
                format.Read();
                return format._content;
            }
            finally
            {
                store.Release();
            }
        }
        catch (Exception error) when (Is(error))
        {
            throw new FormatException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    private void Read()
    {
        // What says of a folder what it is, the younger version first.
        string[] nodes = [.. _store.Lengths.Keys.Where(key => Name(key) is ZarrStore.Array2 or ZarrStore.Node3)
            .OrderBy(key => key[..^Name(key).Length], StringComparer.Ordinal).ThenByDescending(Name)];
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (string node in nodes)
        {
            string place = node[..^Name(node).Length];
            if (!read.Add(place)) continue;
            _budget.Take(ReadBudget.InstanceBytes);
            string name = _budget.Name(place.Length > 0 ? place[..^1]
                : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(_store.Path)));
            try
            {
                Node(node, place, name);
            }
            catch (Exception error) when (Is(error))
            {
                _content.Refuse(name, error.Message.TrimEnd('.'));
            }
        }
        _content.RequireAny();
    }

    private void Node(string node, string place, string name)
    {
        JsonElement json = ZarrJson.Read(_store, node, _budget);
        ZarrHeader header;
        if (Name(node) == ZarrStore.Node3)
        {
            if (json.GetProperty("node_type").GetString() != "array") return;
            header = ZarrVersion3.Read(json);
        }
        else
        {
            string attributes = place + ZarrStore.Attributes2;
            header = ZarrVersion2.Read(json, _store.Lengths.ContainsKey(attributes)
                ? ZarrJson.Read(_store, attributes, _budget) : default);
        }
        if (!_content.Wants(name, header.Shape)) return;
        long total = checked(ElementDecoder.LongCount(header.Shape) * header.Parts);
        var array = new ZarrArray(_store, place, name, header);
        _budget.Take(array.ChunkCost);
        if (_content.Streams(total))
        {
            _content.Add(array);
            return;
        }
        ElementDecoder.Count(header.Shape);
        _budget.Take(sizeof(float) * total);
        _content.Add(array.Slab(new long[header.Shape.Length], header.Shape));
    }

    private static string Name(string key) => key[(key.LastIndexOf('/') + 1)..];

    // JSON that is right but says something else than expected is told by the last three.
    private static bool Is(Exception error) => error is FormatException or InvalidDataException or EndOfStreamException
        or OverflowException or IOException or UnauthorizedAccessException or ArgumentException or KeyNotFoundException
        or InvalidOperationException;
}
