namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// ATen's fused optimizer updates, each one pass over parameters, gradient and state. TorchSharp has no method for
/// them; a compiled script reaches them.
/// </summary>
internal static class FusedUpdates
{
    // A syntax error in here would end the process, so the text is constant; it must end with a line feed. The
    // arguments are lists: TorchScript drops a call whose only effect is on the elements of lists that the script
    // itself made.
    private const string Source = """
        def adam(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor],
                 lr: float, beta1: float, beta2: float, decay: float, eps: float):
            torch._fused_adam_(parameters, gradients, means, squares, [], steps,
                               lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)

        def adamw(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor],
                  lr: float, beta1: float, beta2: float, decay: float, eps: float):
            torch._fused_adamw_(parameters, gradients, means, squares, [], steps,
                                lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)

        def sgd(parameters: List[Tensor], gradients: List[Tensor], velocities: List[Tensor], lr: float, momentum: float, decay: float):
            torch._fused_sgd_(parameters, gradients, velocities, weight_decay=decay, momentum=momentum, lr=lr,
                              dampening=0.0, nesterov=True, maximize=False, is_first_step=False)

        """;

    private static readonly Lazy<torch.jit.CompilationUnit> Unit = new(() => torch.jit.compile(Source));

    /// <summary>Changes tensors in place by an update of the script.</summary>
    /// <param name="name">The update.</param>
    /// <param name="tensors">Parameters, gradient and what else it takes.</param>
    /// <param name="numbers">Its numbers, from the learning rate on.</param>
    public static void Run(string name, torch.Tensor[] tensors, params double[] numbers)
    {
        Scalar[] held = Array.ConvertAll(numbers, Arithmetic.Held);
        Unit.Value.invoke(name, [.. tensors.Select(tensor => (torch.Tensor[])[tensor]), .. held]);
        foreach (Scalar number in held) number.Dispose();
    }
}
