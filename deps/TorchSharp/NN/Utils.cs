using TorchSharp.Modules;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static partial class nn
    {
        /// <summary>Limits on gradients, and parameters as one vector.</summary>
        public static partial class utils
        {
            /// <summary>Scales the gradients so that their norm, taken together, is at most max_norm; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable unrecorded = no_grad();
                nint[] gradients = Foreach.Gradients(tensors);
                if (gradients.Length == 0) return 0;
                try
                {
                    double total;
                    if (double.IsPositiveInfinity(norm_type))
                    {
                        total = 0;
                        foreach (nint g in gradients)
                        {
                            using Tensor largest = new Tensor(NativeMethods.ts_tensor_share(g)).abs().max();
                            total = Math.Max(total, largest.ToDouble());
                        }
                    }
                    else
                    {
                        Tensor[] norms = Array.ConvertAll(Foreach.Norms(gradients, norm_type), h => new Tensor(h));
                        total = Aten.linalg_vector_norm.Call(stack(norms), norm_type).ToDouble();
                    }
                    double scale = max_norm / (total + 1e-6);
                    if (scale < 1) Foreach.Scale(gradients, scale);
                    return total;
                }
                finally { Foreach.Free(gradients); }
            }

            /// <summary>Cuts every gradient's elements off at ±clip_value.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable unrecorded = no_grad();
                foreach (nint g in Foreach.Gradients(tensors)) new Tensor(g).clamp_((Scalar)(-clip_value), (Scalar)clip_value);
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                Tensor[] parts = tensors.Select(t => t.view(-1)).ToArray();
                Tensor vector = cat(parts);
                foreach (Tensor part in parts) part.Dispose();
                return vector;
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable unrecorded = no_grad();
                long from = 0;
                foreach (Parameter parameter in tensors)
                {
                    long count = parameter.numel();
                    parameter.copy_(vec.narrow(0, from, count).view_as(parameter));
                    from += count;
                }
            }
        }
    }
}
