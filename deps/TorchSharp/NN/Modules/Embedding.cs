namespace TorchSharp.Modules
{
    /// <summary>Rows of a table, looked up by number.</summary>
    public sealed class Embedding : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly long? padding;
        private readonly bool scaled, sparse;
        private Parameter weight_;

        internal Embedding(torch.Tensor table, bool train, long? padding, bool scaled, bool sparse) : base(nameof(Embedding))
        {
            RegisteredAll();
            (this.padding, this.scaled, this.sparse) = (padding, scaled, sparse);
            weight_ = new Parameter(table, train);
            register_parameter("weight", weight_);
        }

        public override torch.Tensor forward(torch.Tensor input) => Aten.embedding.Call(weight_, input, padding ?? -1, scaled, sparse);

        public Parameter weight
        {
            get => weight_;
            set
            {
                weight_ = value;
                ConditionallyRegisterParameter("weight", value);
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
            public static Modules.Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null,
                double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                Unlimited(max_norm);
                Tensor table = randn(num_embeddings, embedding_dims, dtype, device);
                if (padding_idx is { } row) table.select(0, row).zero_();
                return new(table, true, padding_idx, scale_grad_by_freq, sparse);
            }

            public static Modules.Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null,
                double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                Unlimited(max_norm);
                return new(Aten._to_copy.Call(embeddings, dtype, Arg.Default, device), !freeze, padding_idx, scale_grad_by_freq, sparse);
            }

            private static void Unlimited(double? max_norm)
            {
                if (max_norm is not null) throw new NotSupportedException("Embeddings of limited norm are not supported here.");
            }
        }
    }
}
