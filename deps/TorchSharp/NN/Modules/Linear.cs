namespace TorchSharp.Modules
{
    /// <summary>x Wᵀ + b over the last dimension.</summary>
    public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private Parameter weight_;
        private Parameter? bias_;

        internal Linear(long inputSize, long outputSize, bool hasBias, torch.Device? device, torch.ScalarType? dtype) : base(nameof(Linear))
        {
            RegisteredAll();
            weight_ = new Parameter(torch.empty(outputSize, inputSize, dtype, device));
            torch.nn.init.kaiming_uniform_(weight_, Math.Sqrt(5));
            register_parameter("weight", weight_);
            if (!hasBias) return;
            bias_ = new Parameter(torch.empty(outputSize, dtype, device));
            double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
            torch.nn.init.uniform_(bias_, -bound, bound);
            register_parameter("bias", bias_);
        }

        public override torch.Tensor forward(torch.Tensor tensor) => Aten.linear.Call(tensor, weight_, bias_);

        public Parameter weight
        {
            get => weight_;
            set
            {
                weight_ = value;
                ConditionallyRegisterParameter("weight", value);
            }
        }

        public Parameter? bias
        {
            get => bias_;
            set
            {
                bias_ = value;
                ConditionallyRegisterParameter("bias", value);
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}
