namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Attention between points: linear layers of queries, and of keys and values of one or several sources, whose channels
/// are those of the heads side by side. How they meet is each kind's own.
/// </summary>
internal abstract class Attention : Layer
{
    /// <summary>Declares the linear layers.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="heads">Heads; divides the channels.</param>
    /// <param name="sources">
    /// Sources with linear layers of their own; null for one, under the names of attention with one.
    /// </param>
    /// <param name="initializer">Initial values; those of <see cref="Linear"/> when null.</param>
    protected Attention(int channels, int heads, int? sources = null, Initializer? initializer = null)
    {
        Heads = heads;
        Query = Map("query");
        Keys = Maps("key");
        Values = Maps("value");

        Linear[] Maps(string name) => sources is not { } count ? [Map(name)]
            : [.. Enumerable.Range(0, count).Select(i => Map($"{name}s.{i}"))];

        Linear Map(string name) => Compose(name, new Linear(channels, channels, initializer: initializer));
    }

    /// <summary>Heads.</summary>
    protected int Heads { get; }

    /// <summary>Makes queries.</summary>
    protected Linear Query { get; }

    /// <summary>Make keys, one for each source.</summary>
    protected IReadOnlyList<Linear> Keys { get; }

    /// <summary>Make values, one for each source.</summary>
    protected IReadOnlyList<Linear> Values { get; }
}
