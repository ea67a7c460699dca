namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The parameters as one worker differentiates with respect to them. Where operators calculate in the type of the
/// parameter vector, the leaves are views of its memory, made once: an update by the optimizer reaches them without a
/// copy, and a step's graph begins at the operator. In a smaller type the leaf is the vector, converted in every step.
/// </summary>
internal sealed class ParameterLeaves : IDisposable
{
    private readonly ParameterVector _parameters;
    private readonly IReadOnlyDictionary<ParameterDeclaration, torch.Tensor>? _views;
    private torch.Tensor[] _leaves = [];

    public ParameterLeaves(ParameterVector parameters)
    {
        _parameters = parameters;
        if (!parameters.CalculatesInOwnType) return;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        Dictionary<ParameterDeclaration, torch.Tensor> views = parameters.Views(parameters.Vector);
        foreach (ParameterDeclaration p in parameters.Trained) views[p] = Leaf(views[p]);
        foreach (torch.Tensor view in views.Values) view.DetachFromDisposeScope();
        _views = views;
        _leaves = [.. parameters.Trained.Select(p => views[p])];
    }

    /// <summary>The tensor of every parameter, for one step.</summary>
    public IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> Bind()
    {
        if (_views is not null) return _views;
        _leaves = [Leaf(_parameters.Vector)];
        return _parameters.Views(_leaves[0]);
    }

    /// <summary>The gradient of a scalar, laid out as the parameter vector.</summary>
    public torch.Tensor Gradient(torch.Tensor loss)
    {
        IList<torch.Tensor> gradients = torch.autograd.grad([loss], _leaves, allow_unused: true);
        // What the loss does not depend on has none.
        return torch.cat([.. gradients.Select((g, i) => g.IsInvalid ? torch.zeros_like(_leaves[i])
            .reshape(-1) : g.reshape(-1))]);
    }

    public void Dispose()
    {
        if (_views is not null) foreach (torch.Tensor leaf in _leaves) leaf.Dispose();
    }

    private static torch.Tensor Leaf(torch.Tensor tensor) => tensor.detach().requires_grad_(true);
}
