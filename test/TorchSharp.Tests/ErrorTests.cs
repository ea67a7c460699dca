using System.Runtime.InteropServices;
using Xunit;

namespace TorchSharp.Tests;

public class ErrorTests
{
    [Fact]
    public void WhatLibtorchSaysArrives()
    {
        ExternalException e = Assert.Throws<ExternalException>(() => torch.zeros(2, 3).matmul(torch.zeros(2, 3)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", e.Message);
        Assert.Throws<ExternalException>(() => torch.zeros(2).reshape(3));
        Assert.Throws<ExternalException>(() => torch.cat([torch.zeros(2), torch.zeros(2, 2)]));
    }

    [Fact]
    public void BackwardNeedsAScalarThatWasComputed()
    {
        Assert.Throws<ExternalException>(() => torch.ones(2).backward());
        Assert.Throws<ExternalException>(() => torch.ones(2).requires_grad_().exp().backward());
    }

    [Fact]
    public void DisposedTensorsSaySo()
    {
        torch.Tensor t = torch.zeros(2);
        t.Dispose();
        Assert.True(t.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => t.add(1));
        t.Dispose();
    }
}
