using System.Numerics;
using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Metrics;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

public class FourierTransformTests
{
    /// <summary>Primes, powers and mixed lengths, of numbers that lie apart among others.</summary>
    [Fact]
    public void Every_length_has_the_sums_of_the_definition()
        => Rule.Holds(from length in Rule.Between(1, 60)
                      from stride in Rule.Between(1, 3)
                      from seed in Rule.Seed()
                      select (length, stride, seed), rule =>
        {
            var (length, stride, seed) = rule;
            var random = new Random(seed);
            Complex[] numbers = [.. Enumerable.Range(0, length * stride)
                .Select(_ => new Complex(random.NextDouble(), random.NextDouble()))], before = [.. numbers];
            new FourierTransform(length).Transform(numbers, stride - 1, stride);
            for (int i = 0; i < numbers.Length; i++)
            {
                Complex expected = before[i];
                if (i % stride == stride - 1)
                {
                    expected = 0;
                    for (int j = 0; j < length; j++)
                        expected += before[stride - 1 + j * stride]
                            * Complex.FromPolarCoordinates(1, -2 * Math.PI * (i / stride) * j / length);
                }
                Assert.Equal(0, (expected - numbers[i]).Magnitude, 1e-11);
            }
        });
}
