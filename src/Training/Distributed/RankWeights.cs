using System.IO.Hashing;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Keeps the weights of all ranks equal. They start equal and take the same steps, but machines with different
/// processors may round an update differently.
/// </summary>
internal static class RankWeights
{
    /// <summary>
    /// Compares what the training has changed; where ranks differ, all take the first one's. True if they differed.
    /// </summary>
    public static bool Align(RankGroup group, IReadOnlyCollection<torch.Tensor> tensors)
    {
        if (group.IsAlone) return false;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor[] host = [.. tensors.Select(t => t.detach().cpu().contiguous())];
        var hash = new XxHash128();
        foreach (torch.Tensor tensor in host) hash.Append(tensor.bytes);
        UInt128[] hashes = group.Gather(hash.GetCurrentHashAsUInt128());
        if (hashes.All(h => h == hashes[0])) return false;
        foreach (var (tensor, copy) in tensors.Zip(host))
        {
            group.Broadcast(copy.bytes);
            tensor.copy_(copy);
        }
        return true;
    }
}
