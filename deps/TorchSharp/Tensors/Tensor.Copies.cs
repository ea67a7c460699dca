namespace TorchSharp;

public static partial class torch
{
    // Copies, fills and gradients.
    public partial class Tensor
    {
        public Tensor clone() => Aten.clone.Call(this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Aten.copy_.InPlace(this, source, nonBlocking);
        public Tensor detach() => Aten.detach.Call(this);
        public Tensor detach_() => Aten.detach_.InPlace(this);
        public Tensor fill_(Scalar value) => Aten.fill__Scalar.InPlace(this, value);
        public Tensor zero_() => Aten.zero_.InPlace(this);
    }
}
