namespace TorchSharp;

/// <summary>
/// Arithmetic over many tensors with one native call each, on bare handles: a step of an optimiser costs a handful of
/// calls however many parameters there are.
/// </summary>
internal static unsafe class Foreach
{
    public static void Add(nint[] a, nint[] b, double alpha = 1) => Aten._foreach_add__List.Run(a, b, alpha);
    public static void AddScalar(nint[] a, double value) => Aten._foreach_add__Scalar.Run(a, value);
    public static void Scale(nint[] a, double factor) => Aten._foreach_mul__Scalar.Run(a, factor);
    public static void Divide(nint[] a, nint[] b) => Aten._foreach_div__List.Run(a, b);
    public static void AddProduct(nint[] a, nint[] b, nint[] c, double factor) => Aten._foreach_addcmul__Scalar.Run(a, b, c, factor);
    public static void AddQuotient(nint[] a, nint[] b, nint[] c, double factor) => Aten._foreach_addcdiv__Scalar.Run(a, b, c, factor);
    public static void Maximum(nint[] a, nint[] b) => Aten._foreach_maximum__List.Run(a, b);
    public static void SquareRoot(nint[] a) => Aten._foreach_sqrt_.Run(a);

    // These make new tensors: free them.
    public static nint[] Sum(nint[] a, nint[] b, double alpha) => Aten._foreach_add_List.CallHandles(a, b, alpha);
    public static nint[] Product(nint[] a, double factor) => Aten._foreach_mul_Scalar.CallHandles(a, factor);
    public static nint[] SquareRoots(nint[] a) => Aten._foreach_sqrt.CallHandles(a);
    public static nint[] Negative(nint[] a) => Aten._foreach_neg.CallHandles(a);
    public static nint[] Norms(nint[] a, double order) => Aten._foreach_norm_Scalar.CallHandles(a, order);

    /// <summary>A whole step of Adam in one pass, where the tensors are plain ones on the CPU; false where they are not.</summary>
    /// <param name="size">The learning rate with the bias corrections.</param>
    /// <param name="eps">Added to the root, with the second correction.</param>
    /// <param name="shrink">What parameters are multiplied by first.</param>
    /// <param name="decay">How much of the parameters is added to their gradients.</param>
    /// <param name="sign">-1 to climb.</param>
    public static bool Adam(nint[] parameters, nint[] gradients, nint[] means, nint[] squares, nint[]? largest,
        double size, double beta1, double beta2, double eps, double shrink, double decay, double sign)
    {
        double* numbers = stackalloc double[] { size, beta1, beta2, eps, shrink, decay, sign };
        fixed (nint* p = parameters, g = gradients, m = means, v = squares, l = largest)
            return NativeMethods.ts_adam(p, g, m, v, l, parameters.Length, numbers) == 0;
    }

    public static void Free(nint[] handles)
    {
        fixed (nint* p = handles) NativeMethods.ts_tensors_free(p, handles.Length);
    }

    /// <summary>The gradients there are, to be freed.</summary>
    public static nint[] Gradients(IEnumerable<torch.Tensor> tensors)
    {
        torch.Tensor[] all = tensors.ToArray();
        nint[] found = Array.ConvertAll(all, t => (nint)t.Handle), gradients = new nint[all.Length];
        fixed (nint* p = found, g = gradients) NativeMethods.ts_grads(p, found.Length, g);
        GC.KeepAlive(all);
        return Array.IndexOf(gradients, 0) < 0 ? gradients : gradients.Where(h => h != 0).ToArray();
    }
}
