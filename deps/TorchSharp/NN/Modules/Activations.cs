namespace TorchSharp.Modules
{
    /// <summary>x Φ(x), with the exact normal distribution.</summary>
    public sealed class GELU : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal GELU() : base(nameof(GELU)) { }

        public override torch.Tensor forward(torch.Tensor tensor) => Aten.gelu.Call(tensor);
    }

    /// <summary>max(x, 0).</summary>
    public sealed class ReLU : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly bool inplace;

        internal ReLU(bool inplace) : base(nameof(ReLU))
        {
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.relu(tensor, inplace);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class ReLU6 : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly bool inplace;

        internal ReLU6(bool inplace) : base(nameof(ReLU6))
        {
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.relu6(tensor, inplace);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class SELU : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly bool inplace;

        internal SELU(bool inplace) : base(nameof(SELU))
        {
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.selu(tensor, inplace);
    }

    /// <summary>x σ(x).</summary>
    public sealed class SiLU : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal SiLU() : base(nameof(SiLU)) { }

        public override torch.Tensor forward(torch.Tensor tensor) => tensor.silu();
        public override string GetName() => nameof(SiLU);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Sigmoid : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal Sigmoid() : base(nameof(Sigmoid)) { }

        public override torch.Tensor forward(torch.Tensor tensor) => tensor.sigmoid();
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Tanh : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal Tanh() : base(nameof(Tanh)) { }

        public override torch.Tensor forward(torch.Tensor tensor) => tensor.tanh();
        public override string GetName() => nameof(Tanh);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Softmax : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly long dim;

        internal Softmax(long dim) : base(nameof(Softmax))
        {
            this.dim = dim;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => tensor.softmax(dim);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class LogSoftmax : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly long dim;

        internal LogSoftmax(long dim) : base(nameof(LogSoftmax))
        {
            this.dim = dim;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => tensor.log_softmax(dim);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Softmin : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly long dim;

        internal Softmin(long dim) : base(nameof(Softmin))
        {
            this.dim = dim;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.softmin(tensor, dim);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class LeakyReLU : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly double negative_slope;
        private readonly bool inplace;

        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU))
        {
            this.negative_slope = negative_slope;
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.leaky_relu(tensor, negative_slope, inplace);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class ELU : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly double alpha;
        private readonly bool inplace;

        internal ELU(double alpha, bool inplace) : base(nameof(ELU))
        {
            this.alpha = alpha;
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.elu(tensor, alpha, inplace);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class CELU : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly double alpha;
        private readonly bool inplace;

        internal CELU(double alpha, bool inplace) : base(nameof(CELU))
        {
            this.alpha = alpha;
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.celu(tensor, alpha, inplace);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Softplus : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly double beta;
        private readonly double threshold;

        internal Softplus(double beta, double threshold) : base(nameof(Softplus))
        {
            this.beta = beta;
            this.threshold = threshold;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.softplus(tensor, beta, threshold);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Mish : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal Mish() : base(nameof(Mish)) { }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.Mish(tensor);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Hardswish : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly bool inplace;

        internal Hardswish(bool inplace) : base(nameof(Hardswish))
        {
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.hardswish(tensor, inplace);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Hardsigmoid : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly bool inplace;

        internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid))
        {
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.hardsigmoid(tensor, inplace);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Hardtanh : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly double min_val;
        private readonly double max_val;
        private readonly bool inplace;

        internal Hardtanh(double min_val, double max_val, bool inplace) : base(nameof(Hardtanh))
        {
            this.min_val = min_val;
            this.max_val = max_val;
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.Hardtanh(tensor, min_val, max_val, inplace);
        public override string GetName() => nameof(Hardtanh);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Hardshrink : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly double lambda;

        internal Hardshrink(double lambda) : base(nameof(Hardshrink))
        {
            this.lambda = lambda;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.Hardshrink(tensor, lambda);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Softshrink : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly double lambda;

        internal Softshrink(double lambda) : base(nameof(Softshrink))
        {
            this.lambda = lambda;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.Softshrink(tensor, lambda);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class GLU : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly long dim;

        internal GLU(long dim) : base(nameof(GLU))
        {
            this.dim = dim;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.glu(tensor, dim);
    }

    /// <summary>The layer form of the function of that name.</summary>
    public sealed class Threshold : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly double threshold;
        private readonly double value;
        private readonly bool inplace;

        internal Threshold(double threshold, double value, bool inplace) : base(nameof(Threshold))
        {
            this.threshold = threshold;
            this.value = value;
            this.inplace = inplace;
        }

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.Threshold(tensor, threshold, value, inplace);
    }

    /// <summary>What came in.</summary>
    public sealed class Identity : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }

        public override torch.Tensor forward(torch.Tensor tensor) => tensor.alias();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.GELU GELU() => new();
            public static Modules.ReLU ReLU(bool inplace = false) => new(inplace);
            public static Modules.ReLU6 ReLU6(bool inplace = false) => new(inplace);
            public static Modules.SELU SELU(bool inplace = false) => new(inplace);
            public static Modules.SiLU SiLU() => new();
            public static Modules.Sigmoid Sigmoid() => new();
            public static Modules.Tanh Tanh() => new();
            public static Modules.Softmax Softmax(long dim) => new(dim);
            public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);
            public static Modules.Softmin Softmin(long dim) => new(dim);
            public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
            public static Modules.ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
            public static Modules.CELU CELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
            public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
            public static Modules.Mish Mish() => new();
            public static Modules.Hardswish Hardswish(bool inplace = false) => new(inplace);
            public static Modules.Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);
            public static Modules.Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);
            public static Modules.Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);
            public static Modules.Softshrink Softshrink(double lambda = 0.5) => new(lambda);
            public static Modules.GLU GLU(long dim = -1) => new(dim);
            public static Modules.Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);
            public static Modules.Identity Identity() => new();
        }
    }
}
