namespace TorchSharp.Modules
{
    /// <summary>Normalises groups of channels of each sample.</summary>
    public sealed class GroupNorm : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly long groups;
        private readonly double eps;
        private Parameter? weight_, bias_;

        internal GroupNorm(long groups, long channels, double eps, bool affine, torch.Device? device, torch.ScalarType? dtype) : base(nameof(GroupNorm))
        {
            RegisteredAll();
            if (groups <= 0 || channels % groups != 0)
                throw new ArgumentException($"num_channels must be divisible by num_groups, but {channels} is not by {groups}.");
            (this.groups, this.eps) = (groups, eps);
            if (!affine) return;
            weight_ = new Parameter(torch.ones(channels, dtype, device));
            bias_ = new Parameter(torch.zeros(channels, dtype, device));
            register_parameter("weight", weight_);
            register_parameter("bias", bias_);
        }

        public override torch.Tensor forward(torch.Tensor tensor) => Aten.group_norm.Call(tensor, groups, weight_, bias_, eps);

        public Parameter? weight
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
            public static Modules.GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1E-05, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}
