using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The order in which the gradients of parameters come. The backward pass takes operations in the reverse of their
/// order, and a gradient is complete once it has passed the first operation that used the parameter.
/// </summary>
/// <param name="count">How many parameters there are.</param>
internal sealed class UseOrder(int count)
{
    private readonly List<int> _uses = [];
    private readonly bool[] _isUsed = new bool[count];

    /// <summary>Notes that the forward pass uses a parameter.</summary>
    public void Add(int number)
    {
        if (_isUsed[number]) return;
        _isUsed[number] = true;
        _uses.Add(number);
    }

    /// <summary>All parameters by number, as one rank has seen them; those that are not used come last.</summary>
    /// <param name="group">The ranks, which have just met.</param>
    /// <param name="root">The rank whose order all get.</param>
    public int[] Share(RankGroup group, int root)
    {
        int[] order = [.. Enumerable.Reverse(_uses), .. Enumerable.Range(0, count).Where(i => !_isUsed[i])];
        group.Broadcast(MemoryMarshal.AsBytes(order.AsSpan()), root);
        return order;
    }
}
