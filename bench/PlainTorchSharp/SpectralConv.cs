using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PlainTorchSharp;

/// <summary>
/// The convolution on few Fourier modes, with FFTs and complex weights, as the published FNO programs have it.
/// </summary>
internal sealed class SpectralConv : Module<Tensor, Tensor>
{
    private readonly int _half;
    private readonly ComplexWeight weight;
    private readonly Parameter bias;

    public SpectralConv(int channels, int modes) : base(nameof(SpectralConv))
    {
        _half = modes / 2;
        double scale = Math.Sqrt(1.0 / channels);
        weight = new ComplexWeight(randn([channels, channels, modes, _half + 1], ScalarType.ComplexFloat32) * scale);
        bias = new Parameter(randn([channels, 1, 1]) * scale);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        long n = x.shape[2], m = x.shape[3];
        Tensor spectrum = fft.rfft2(x, norm: FFTNormType.Forward);
        Tensor result = zeros([x.shape[0], weight.Value.shape[1], n, m / 2 + 1], ScalarType.ComplexFloat32, x.device);
        // The weights of the negative frequencies come first.
        Multiply(weight.Value.narrow(2, 0, _half), n - _half);
        Multiply(weight.Value.narrow(2, _half, _half), 0);
        return fft.irfft2(result, [n, m], norm: FFTNormType.Forward) + bias;

        void Multiply(Tensor weights, long row)
            => Modes(result, row).copy_(einsum("bixy,ioxy->boxy", Modes(spectrum, row), weights));

        Tensor Modes(Tensor all, long row) => all.narrow(2, row, _half).narrow(3, 0, _half + 1);
    }
}

/// <summary>A complex parameter in a module of its own, which gives it the name it has in that library.</summary>
internal sealed class ComplexWeight : Module
{
    private readonly Parameter tensor;

    public ComplexWeight(Tensor values) : base(nameof(ComplexWeight))
    {
        tensor = new Parameter(values);
        RegisterComponents();
    }

    public Tensor Value => tensor;
}
