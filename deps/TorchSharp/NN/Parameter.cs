namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module trains: found by modules among their fields.</summary>
    public class Parameter : torch.Tensor
    {
        /// <param name="data">The values; this tensor object becomes empty.</param>
        /// <param name="requires_grad">Whether backward leaves gradients for it.</param>
        public Parameter(torch.Tensor data, bool requires_grad = true) : base(Leaf(data, requires_grad), false)
        {
            DisposeScope.Replace(data, this);
            data.DecoupleFromNativeHandle();
        }

        private static nint Leaf(torch.Tensor data, bool requires_grad)
        {
            // Shares the native tensor; the data object lets go of its own reference below.
            Failure.Check(NativeMethods.ts_set_requires_grad(data.Handle, requires_grad ? 1 : 0), "Parameter");
            return data.Handle;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
