namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>Sums of tensors, and tensors with numbers.</summary>
/// <remarks>
/// TorchSharp makes a <see cref="Scalar"/> of every number, and one of the factor 1 in every sum, and lets it go before
/// libtorch has read it: a garbage collection on another thread then frees it under the call. Here each is held until
/// the call is over. BannedSymbols.txt keeps TorchSharp's own operators out of the libraries.
/// </remarks>
internal static class Arithmetic
{
#pragma warning disable RS0030 // The one place that makes them.
    private static readonly Scalar One = 1;

    /// <summary>
    /// A number for calls not listed here. It is freed by the caller, after the call: <c>using Scalar half =
    /// Held(0.5)</c>.
    /// </summary>
    public static Scalar Held(double number) => number;
#pragma warning restore RS0030

    /// <summary>x + y.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, torch.Tensor y) => x.add(y, One);

    /// <summary>x + factor · y.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, torch.Tensor y, double factor)
    {
        using Scalar number = Held(factor);
        return x.add(y, number);
    }

    /// <summary>x + number.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, double number) => Call(x, number, (t, n) => t.add(n, One));

    /// <summary>x - number.</summary>
    public static torch.Tensor Minus(this torch.Tensor x, double number) => Call(x, number, (t, n) => t.sub(n));

    /// <summary>x · number.</summary>
    public static torch.Tensor Times(this torch.Tensor x, double number) => Call(x, number, (t, n) => t.mul(n));

    /// <summary>x / number.</summary>
    public static torch.Tensor Over(this torch.Tensor x, double number) => Call(x, number, (t, n) => t.div(n));

    /// <summary>x to a power.</summary>
    public static torch.Tensor ToPower(this torch.Tensor x, double exponent) => Call(x, exponent, (t, n) => t.pow(n));

    /// <summary>The larger of x and a number.</summary>
    public static torch.Tensor AtLeast(this torch.Tensor x, double smallest)
        => Call(x, smallest, (t, n) => t.clamp(min: n));

    /// <summary>The smaller of x and a number.</summary>
    public static torch.Tensor AtMost(this torch.Tensor x, double largest)
        => Call(x, largest, (t, n) => t.clamp(max: n));

    /// <summary>Where x &gt; number.</summary>
    public static torch.Tensor IsAbove(this torch.Tensor x, double number) => Call(x, number, (t, n) => t.gt(n));

    /// <summary>Where x ≥ number.</summary>
    public static torch.Tensor IsAtLeast(this torch.Tensor x, double number) => Call(x, number, (t, n) => t.ge(n));

    /// <summary>Where x ≤ number.</summary>
    public static torch.Tensor IsAtMost(this torch.Tensor x, double number) => Call(x, number, (t, n) => t.le(n));

    /// <summary>x ← x + y.</summary>
    public static torch.Tensor Add(this torch.Tensor x, torch.Tensor y) => x.add_(y, One);

    /// <summary>x ← x + factor · y.</summary>
    public static torch.Tensor Add(this torch.Tensor x, torch.Tensor y, double factor)
    {
        using Scalar number = Held(factor);
        return x.add_(y, number);
    }

    /// <summary>x ← x + factor · y · z.</summary>
    public static torch.Tensor AddProduct(this torch.Tensor x, torch.Tensor y, torch.Tensor z, double factor = 1)
    {
        using Scalar number = Held(factor);
        return x.addcmul_(y, z, number);
    }

    /// <summary>x ← number · x.</summary>
    public static torch.Tensor Scale(this torch.Tensor x, double number) => Call(x, number, (t, n) => t.mul_(n));

    /// <summary>The sum of some tensors, at least one.</summary>
    public static torch.Tensor Sum(this IEnumerable<torch.Tensor> terms) => terms.Aggregate((a, b) => a.Plus(b));

    /// <summary>The number that a tensor of one element holds.</summary>
    public static double ToNumber(this torch.Tensor x) => x.type(torch.ScalarType.Float64).item<double>();

    private static torch.Tensor Call(torch.Tensor x, double number, Func<torch.Tensor, Scalar, torch.Tensor> call)
    {
        using Scalar held = Held(number);
        return call(x, held);
    }
}
