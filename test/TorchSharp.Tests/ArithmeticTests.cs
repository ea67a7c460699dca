using Xunit;

namespace TorchSharp.Tests;

public class ArithmeticTests
{
    private static torch.Tensor Of(params double[] values) => torch.tensor(values);

    [Fact]
    public void Operators()
    {
        torch.Tensor a = Of(1, 2, 3), b = Of(4, 5, 6);
        Check.Values(a + b, 5, 7, 9);
        Check.Values(a - b, -3, -3, -3);
        Check.Values(a * b, 4, 10, 18);
        Check.Values(b / a, 4, 2.5, 2);
        Check.Values(-a, -1, -2, -3);
        Check.Values(a + 1, 2, 3, 4);
        Check.Values(1 - a, 0, -1, -2);
        Check.Values(2 * a, 2, 4, 6);
        Check.Values(a / 2, 0.5, 1, 1.5);
        Check.Values(6 / a, 6, 3, 2);
        Check.Values(Of(5, -5) % 3, 2, 1);
        Check.Values(a > 2, 0, 0, 1);
        Check.Values(a <= 2, 1, 1, 0);
        Check.Values(a == 2, 0, 1, 0);
        Check.Values(a != b, 1, 1, 1);
        Check.Values((a > 1) & (a < 3), 0, 1, 0);
        Check.Values((a < 2) | (a > 2), 1, 0, 1);
        Check.Values(~(a > 1), 1, 0, 0);
    }

    [Fact]
    public void Broadcasting()
    {
        Check.Values(Of(1, 2).reshape(2, 1) + Of(10, 20, 30), 11, 21, 31, 12, 22, 32);
    }

    [Fact]
    public void InPlaceOperationsWriteToTheirTensor()
    {
        torch.Tensor a = Of(1, 2, 3);
        a.add_(1).mul_(2).sub_(Of(1, 1, 1)).div_(2);
        Check.Values(a, 1.5, 2.5, 3.5);
        a.zero_();
        Check.Values(a, 0, 0, 0);
        a.fill_(4);
        a.copy_(Of(1, 2, 3));
        Check.Values(a, 1, 2, 3);
        a.add_(Of(1, 1, 1), 10);
        Check.Values(a, 11, 12, 13);
        a.addcmul_(Of(1, 1, 1), Of(1, 2, 3), 2);
        Check.Values(a, 13, 16, 19);
        a.addcdiv_(Of(6, 6, 6), Of(1, 2, 3), -1);
        Check.Values(a, 7, 13, 17);
        a.lerp_(Of(0, 0, 0), torch.tensor(0.5));
        Check.Values(a, 3.5, 6.5, 8.5);
        a.clamp_(4, 8);
        Check.Values(a, 4, 6.5, 8);
        a.sqrt_();
        Check.Values(a, 2, Math.Sqrt(6.5), Math.Sqrt(8));
    }

    [Theory]
    [InlineData("exp", 0.5), InlineData("log", 2.5), InlineData("sqrt", 2.5), InlineData("abs", -2.5), InlineData("sin", 1.0), InlineData("cos", 1.0),
     InlineData("tanh", 0.3), InlineData("floor", -1.5), InlineData("ceil", -1.5), InlineData("round", 2.5), InlineData("sign", -3.0),
     InlineData("rsqrt", 4.0), InlineData("reciprocal", 4.0), InlineData("neg", 4.0), InlineData("sigmoid", 0.5), InlineData("square", 3.0),
     InlineData("expm1", 0.1), InlineData("log1p", 0.1), InlineData("atan", 0.4), InlineData("sinh", 0.4), InlineData("cosh", 0.4), InlineData("trunc", -1.7)]
    public void UnaryFunctions(string name, double x)
    {
        double expected = name switch
        {
            "exp" => Math.Exp(x),
            "log" => Math.Log(x),
            "sqrt" => Math.Sqrt(x),
            "abs" => Math.Abs(x),
            "sin" => Math.Sin(x),
            "cos" => Math.Cos(x),
            "tanh" => Math.Tanh(x),
            "floor" => Math.Floor(x),
            "ceil" => Math.Ceiling(x),
            "round" => Math.Round(x),
            "sign" => Math.Sign(x),
            "rsqrt" => 1 / Math.Sqrt(x),
            "reciprocal" => 1 / x,
            "neg" => -x,
            "sigmoid" => 1 / (1 + Math.Exp(-x)),
            "square" => x * x,
            "expm1" => Math.Exp(x) - 1,
            "log1p" => Math.Log(1 + x),
            "atan" => Math.Atan(x),
            "sinh" => Math.Sinh(x),
            "cosh" => Math.Cosh(x),
            _ => Math.Truncate(x),
        };
        torch.Tensor t = Of(x);
        torch.Tensor actual = name switch
        {
            "exp" => t.exp(),
            "log" => t.log(),
            "sqrt" => t.sqrt(),
            "abs" => t.abs(),
            "sin" => t.sin(),
            "cos" => t.cos(),
            "tanh" => t.tanh(),
            "floor" => t.floor(),
            "ceil" => t.ceil(),
            "round" => t.round(),
            "sign" => t.sign(),
            "rsqrt" => t.rsqrt(),
            "reciprocal" => t.reciprocal(),
            "neg" => t.neg(),
            "sigmoid" => t.sigmoid(),
            "square" => t.square(),
            "expm1" => t.expm1(),
            "log1p" => t.log1p(),
            "atan" => t.atan(),
            "sinh" => t.sinh(),
            "cosh" => t.cosh(),
            _ => t.trunc(),
        };
        Check.Values(actual, expected);
    }

    [Fact]
    public void OtherFunctions()
    {
        Check.Values(Of(1).erf(), [0.8427007929497149]);
        Check.Values(Of(2, 3).pow(2), 4, 9);
        Check.Values(Of(2, 3).pow(Of(3, 2)), 8, 9);
        Check.Values(Of(-2, 0.5, 3).clamp(-1, 1), -1, 0.5, 1);
        Check.Values(Of(-2, 3).clamp_min(0), 0, 3);
        Check.Values(torch.minimum(Of(1, 5), Of(3, 4)), 1, 4);
        Check.Values(torch.maximum(Of(1, 5), Of(3, 4)), 3, 5);
        Check.Values(Of(5, -5).fmod(3), 2, -2);
        Check.Values(Of(5, -5).remainder(3), 2, 1);
        Check.Values(Of(7, -7).div(2, torch.RoundingMode.floor), 3, -4);
        Check.Values(Of(7, -7).div(2, torch.RoundingMode.trunc), 3, -3);
        Check.Values(torch.where(Of(1, -1) > 0, Of(10, 20), Of(30, 40)), 10, 40);
        Check.Values(Of(1, double.NaN).isnan(), 0, 1);
        Check.Values(Of(1, double.NaN, double.PositiveInfinity).isfinite(), 1, 0, 0);
        Check.Values(Of(1, double.NegativeInfinity).isinf(), 0, 1);
        Check.Values(Of(1, 2, 3).cumsum(0), 1, 3, 6);
        Check.Values(Of(1, 4, 9).diff(), 3, 5);
        Check.Values(torch.atan2(Of(1), Of(1)), [Math.PI / 4]);
        Check.Values(torch.logical_and(Of(1, 0) > 0, Of(1, 1) > 0), 1, 0);
        Assert.True(Of(1, 2).allclose(Of(1, 2 + 1e-9)));
        Check.Values(Of(1, 2).lerp(Of(3, 4), torch.tensor(0.5)), 2, 3);
    }
}
