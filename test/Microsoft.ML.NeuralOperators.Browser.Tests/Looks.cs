using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>Two windows, each in light and in dark.</summary>
public static class Looks
{
    /// <param name="phone">The width of the smaller window, in CSS pixels.</param>
    /// <param name="desktop">The width of the larger one.</param>
    public static MatrixTheoryData<int, ColorScheme> At(int phone, int desktop)
        => new([phone, desktop], [ColorScheme.Light, ColorScheme.Dark]);
}
