using Xunit;

namespace TorchSharp.Tests;

public class FourierTests
{
    private readonly torch.Tensor x = torch.tensor(new[] { 1.0, 2, 0, -1 });

    [Fact]
    public void ForwardAndBack()
    {
        torch.Tensor f = torch.fft.fft_(x.type(torch.complex128));
        Check.Values(f.real, 2, 1, 0, 1);
        Check.Values(f.imag, 0, -3, 0, 3);
        Check.Values(torch.fft.ifft(f).real, 1, 2, 0, -1);
        torch.Tensor h = torch.fft.rfft(x);
        Check.Shape(h, 3);
        Check.Values(h.imag, 0, -3, 0);
        Check.Values(torch.fft.irfft(h, 4), 1, 2, 0, -1);
    }

    [Fact]
    public void Norms()
    {
        Check.Values(torch.fft.rfft(x, norm: FFTNormType.Forward).real, 0.5, 0.25, 0);
        Check.Values(torch.fft.rfft(x, norm: FFTNormType.Ortho).real, 1, 0.5, 0);
    }

    [Fact]
    public void SeveralDimensions()
    {
        torch.manual_seed(0);
        torch.Tensor image = torch.randn(2, 3, 8, 6, dtype: torch.float64);
        Check.Same(image, torch.fft.irfft2(torch.fft.rfft2(image), [8, 6]), 1e-12);
        Check.Shape(torch.fft.rfft2(image), 2, 3, 8, 4);
        torch.Tensor complex = image.type(torch.complex128);
        Check.Same(image, torch.fft.ifft2(torch.fft.fft2(complex)).real, 1e-12);
        Check.Same(image, torch.fft.irfftn(torch.fft.rfftn(image, dim: [1, 2, 3]), [3, 8, 6], [1, 2, 3]), 1e-12);
        Check.Same(image, torch.fft.ifftn(torch.fft.fftn(complex)).real, 1e-12);
        Check.Same(torch.fft.rfft2(image).real, torch.fft.fft_(torch.fft.rfft(image), dim: -2).real, 1e-12);
    }

    [Fact]
    public void Frequencies()
    {
        Check.Values(torch.fft.fftfreq(4, 0.5), 0, 0.5, -1, -0.5);
        Check.Values(torch.fft.rfftfreq(4, 0.5), 0, 0.5, 1);
        Check.Values(torch.fft.fftshift(torch.tensor(new[] { 0.0, 1, -2, -1 })), -2, -1, 0, 1);
    }
}
