namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => NativeMethods.ts_requires_grad(Handle) != 0;
            set => Failure.Check(NativeMethods.ts_set_requires_grad(Handle, value ? 1 : 0), $"Tensor.requires_grad of {Describe()}");
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>The same data in a new tensor object with that flag.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => new Tensor(NativeMethods.ts_tensor_share(Handle)).requires_grad_(requires_grad);

        public bool is_leaf => NativeMethods.ts_is_leaf(Handle) != 0;

        public void retain_grad() => Failure.Check(NativeMethods.ts_retain_grad(Handle), "Tensor.retain_grad");

        /// <summary>Adds the gradients of this scalar to the leaves it was computed from.</summary>
        public void backward() => autograd.Backward([this], [], null, false, []);

        /// <summary>The gradient that backward left here, or null. Its public form differs among official versions.</summary>
        internal Tensor? Gradient
        {
            get
            {
                nint gradient = NativeMethods.ts_grad(Handle);
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set => Failure.Check(NativeMethods.ts_set_grad(Handle, value is null ? 0 : value.Handle), "Tensor.grad");
        }
    }

    /// <summary>Automatic differentiation.</summary>
    public static unsafe class autograd
    {
        /// <summary>The gradients of the outputs' sum, weighted by grad_outputs, with respect to the inputs.</summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] from = Handles(outputs), to = Handles(inputs), weights = Handles(grad_outputs ?? []), found = new nint[inputs.Count];
            int failed;
            fixed (nint* a = from, b = to, c = weights, d = found)
                failed = NativeMethods.ts_autograd_grad(a, from.Length, b, to.Length, c, weights.Length, retain_graph ? 1 : 0,
                    create_graph ? 1 : 0, allow_unused ? 1 : 0, d);
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            Failure.Check(failed, "torch.autograd.grad");
            return Array.ConvertAll(found, Tensor.Wrap);
        }

        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            Backward(tensors, grad_tensors ?? [], retain_graph, create_graph, inputs ?? []);

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            Backward([tensor], grad_tensors ?? [], retain_graph, create_graph, inputs ?? []);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            Backward([tensor], [grad_tensor], retain_graph, create_graph, inputs ?? []);

        internal static void Backward(IList<Tensor> tensors, IList<Tensor> gradients, bool? retainGraph, bool createGraph, IList<Tensor> inputs)
        {
            nint[] from = Handles(tensors), weights = Handles(gradients), to = Handles(inputs);
            int failed;
            fixed (nint* a = from, b = weights, c = to)
                failed = NativeMethods.ts_backward(a, from.Length, b, weights.Length, retainGraph is { } keep ? (keep ? 1 : 0) : -1,
                    createGraph ? 1 : 0, c, to.Length);
            GC.KeepAlive(tensors);
            GC.KeepAlive(gradients);
            GC.KeepAlive(inputs);
            Failure.Check(failed, "backward");
        }

        private static nint[] Handles(IList<Tensor> tensors)
        {
            var handles = new nint[tensors.Count];
            for (int k = 0; k < handles.Length; k++) handles[k] = tensors[k] is { } t ? t.Handle : 0;
            return handles;
        }
    }
}
