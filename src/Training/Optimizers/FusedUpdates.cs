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

    /// <summary>
    /// Adam's update: mean ← β₁ mean + (1-β₁) g, square ← β₂ square + (1-β₂) g², with both corrected for their start.
    /// </summary>
    /// <param name="isDecoupled">
    /// Whether the weight decay acts on the weights themselves (AdamW) or is added to the gradient.
    /// </param>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="mean">Changed in place.</param>
    /// <param name="square">Changed in place.</param>
    /// <param name="steps">Steps done, this one included.</param>
    /// <param name="rates">Learning rate, β₁, β₂, weight decay, ε.</param>
    public static void Adam(bool isDecoupled, torch.Tensor parameters, torch.Tensor gradient, torch.Tensor mean,
        torch.Tensor square, int steps,
        (double Learning, double Beta1, double Beta2, double Decay, double Epsilon) rates)
    {
        using torch.Tensor step = torch.tensor((float)steps, device: parameters.device);
        using Scalar learning = Arithmetic.Held(rates.Learning), decay = Arithmetic.Held(rates.Decay);
        using Scalar beta1 = Arithmetic.Held(rates.Beta1), beta2 = Arithmetic.Held(rates.Beta2),
            epsilon = Arithmetic.Held(rates.Epsilon);
        Unit.Value.invoke(isDecoupled ? "adamw" : "adam", List(parameters), List(gradient), List(mean), List(square),
            List(step), learning, beta1, beta2, decay, epsilon);
    }

    /// <summary>Nesterov's update: v ← momentum v + g, parameters ← parameters - rate (g + momentum v).</summary>
    public static void Sgd(torch.Tensor parameters, torch.Tensor gradient, torch.Tensor velocity, double learningRate,
        double momentum, double decay)
    {
        using Scalar rate = Arithmetic.Held(learningRate), share = Arithmetic.Held(momentum),
            shrinkage = Arithmetic.Held(decay);
        Unit.Value.invoke("sgd", List(parameters), List(gradient), List(velocity), rate, share, shrinkage);
    }

    private static torch.Tensor[] List(torch.Tensor tensor) => [tensor];
}
