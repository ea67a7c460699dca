namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Passes tensors on as they are, in the same memory. The backward pass calls it once, when the gradients of all of
/// them are complete, and it hands them over instead of passing them on.
/// </summary>
/// <remarks>
/// Of the operations that could go on, the backward pass takes the one that was made last. So this one has to be made
/// just before the first use of its tensors: made at the beginning, it would be taken at the end.
/// </remarks>
internal sealed class BucketIdentity : torch.autograd.MultiTensorFunction<BucketIdentity>
{
    private const string Receiver = "receiver";

    public override string Name => nameof(BucketIdentity);

    /// <summary>Tensors whose gradients are handed over.</summary>
    /// <param name="tensors">Leaves.</param>
    /// <param name="receive">
    /// Takes their gradients, in their order; zeros for what the loss does not depend on. It must not throw: the call
    /// comes from native code.
    /// </param>
    public static List<torch.Tensor> Of(IEnumerable<torch.Tensor> tensors, Action<List<torch.Tensor>> receive)
        => apply([receive, .. tensors]);

    public override List<torch.Tensor> forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Receiver, vars[0]);
        return [.. vars.Skip(1).Cast<torch.Tensor>()];
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, List<torch.Tensor> grad_outputs)
    {
        ((Action<List<torch.Tensor>>)ctx.get_data(Receiver))(grad_outputs);
        // One for each argument of the forward pass; null adds nothing to a leaf.
        return [.. Enumerable.Repeat<torch.Tensor>(null!, grad_outputs.Count + 1)];
    }
}
