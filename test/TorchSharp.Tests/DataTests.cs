using System.Numerics;
using Xunit;

namespace TorchSharp.Tests;

public class DataTests
{
    [Fact]
    public void ElementsAreReadInOrderWhateverTheStrides()
    {
        torch.Tensor t = torch.arange(6, torch.float32).reshape(2, 3).t();
        Assert.Equal([0f, 3, 1, 4, 2, 5], t.data<float>().ToArray());
        Assert.Equal(4f, t.data<float>()[1, 1]);
        Assert.Equal(6, t.data<float>().Count);
        Assert.Equal(5f, ((float[,])t.data<float>().ToNDArray())[2, 1]);
    }

    [Fact]
    public void ElementsAreWritten()
    {
        torch.Tensor t = torch.zeros(2, 2);
        t.data<float>()[1, 0] = 5;
        t.data<float>().CopyFrom([7], 0, 3);
        Check.Values(t, 0, 0, 5, 7);
        t.bytes = new byte[16];
        Check.Values(t, 0, 0, 0, 0);
        Assert.Equal(16, t.bytes.Length);
    }

    [Fact]
    public void Items()
    {
        Assert.Equal(2.5f, torch.tensor(2.5f).item<float>());
        Assert.Equal(3L, torch.tensor(new[] { 3L }).item<long>());
        Assert.Equal(2.5, torch.tensor(2.5f).ToDouble());
        Assert.Equal(2, torch.tensor(2.0).ToInt32());
        Assert.True(torch.tensor(true).ToBoolean());
        Assert.Equal(2.5f, (float)torch.tensor(2.5));
        Assert.Equal(new Complex(1, 2), torch.tensor(new Complex(1, 2)).ToComplexFloat64());
        Assert.Throws<ArgumentException>(() => torch.zeros(2).item<float>());
        Assert.Throws<ArgumentException>(() => torch.zeros(2).data<double>());
    }

    [Fact]
    public void Properties()
    {
        torch.Tensor t = torch.zeros(2, 3, dtype: torch.float64);
        Assert.Equal(2, t.dim());
        Assert.Equal(2, t.ndim);
        Assert.Equal(6, t.numel());
        Assert.Equal(6, t.NumberOfElements);
        Assert.Equal(8, t.ElementSize);
        Assert.Equal([3L, 1], t.stride());
        Assert.Equal(3, t.size(-1));
        Assert.Equal(DeviceType.CPU, t.device_type);
        Assert.True(t.is_contiguous());
        Assert.False(t.t().is_contiguous());
        Assert.True(t.is_floating_point());
        Assert.False(t.is_complex());
        Assert.Contains("2", t.ToString());
        Assert.Contains("Float64", t.ToString());
    }

    [Fact]
    public void ConversionsOfType()
    {
        torch.Tensor t = torch.tensor(new[] { 1.7, -1.7, 0 });
        Check.Values(t.type(torch.int64), 1, -1, 0);
        Check.Values(t.@bool(), 1, 1, 0);
        Assert.Equal(torch.float32, t.@float().dtype);
        Assert.Equal(torch.float16, t.type(torch.float16).dtype);
        Assert.Equal(torch.bfloat16, t.type(torch.bfloat16).dtype);
        Assert.Equal(torch.int32, t.type_as(torch.zeros(1, dtype: torch.int32)).dtype);
        Assert.Equal(torch.float64, torch.promote_types(torch.float32, torch.float64));
    }

    [Fact]
    public void Complexes()
    {
        torch.Tensor z = torch.complex(torch.tensor(new[] { 3f, 0f }), torch.tensor(new[] { 4f, 1f }));
        Assert.Equal(torch.complex64, z.dtype);
        Check.Values(z.abs(), 5, 1);
        Check.Values(z.real, 3, 0);
        Check.Values(z.imag, 4, 1);
        Check.Values(z.conj().imag, -4, -1);
        Check.Values(z.view_as_real(), 3, 4, 0, 1);
        Check.Values(torch.view_as_complex(z.view_as_real()).imag, 4, 1);
        Check.Values((z * z).real, -7, -1);
    }
}
