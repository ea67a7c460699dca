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
    public static torch.Tensor Plus(this torch.Tensor x, double number)
    {
        using Scalar held = Held(number);
        return x.add(held, One);
    }

    /// <summary>x - number.</summary>
    public static torch.Tensor Minus(this torch.Tensor x, double number)
    {
        using Scalar held = Held(number);
        return x.sub(held);
    }

    /// <summary>x · number.</summary>
    public static torch.Tensor Times(this torch.Tensor x, double number)
    {
        using Scalar held = Held(number);
        return x.mul(held);
    }

    /// <summary>x / number.</summary>
    public static torch.Tensor Over(this torch.Tensor x, double number)
    {
        using Scalar held = Held(number);
        return x.div(held);
    }

    /// <summary>x to a power.</summary>
    public static torch.Tensor ToPower(this torch.Tensor x, double exponent)
    {
        using Scalar held = Held(exponent);
        return x.pow(held);
    }

    /// <summary>The larger of x and a number.</summary>
    public static torch.Tensor AtLeast(this torch.Tensor x, double smallest)
    {
        using Scalar held = Held(smallest);
        return x.clamp(min: held);
    }

    /// <summary>The smaller of x and a number.</summary>
    public static torch.Tensor AtMost(this torch.Tensor x, double largest)
    {
        using Scalar held = Held(largest);
        return x.clamp(max: held);
    }

    /// <summary>Where x &gt; number.</summary>
    public static torch.Tensor IsAbove(this torch.Tensor x, double number)
    {
        using Scalar held = Held(number);
        return x.gt(held);
    }

    /// <summary>Where x ≥ number.</summary>
    public static torch.Tensor IsAtLeast(this torch.Tensor x, double number)
    {
        using Scalar held = Held(number);
        return x.ge(held);
    }

    /// <summary>Where x ≤ number.</summary>
    public static torch.Tensor IsAtMost(this torch.Tensor x, double number)
    {
        using Scalar held = Held(number);
        return x.le(held);
    }

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
    public static torch.Tensor Scale(this torch.Tensor x, double number)
    {
        using Scalar held = Held(number);
        return x.mul_(held);
    }
}
