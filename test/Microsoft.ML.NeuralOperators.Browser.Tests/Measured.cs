namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>A picture as the browser lays it out, in CSS pixels.</summary>
internal sealed record Picture
{
    public const string OfPage = """
        () => [...document.images].filter(i => i.checkVisibility()).map(i => {
          const { left, top, width, height } = i.getBoundingClientRect();
          return { Alt: i.alt, Left: left, Top: top, Width: width, Height: height,
            Columns: i.naturalWidth, Rows: i.naturalHeight, Rendering: getComputedStyle(i).imageRendering };
        })
        """;

    public required string Alt { get; init; }
    public required double Left { get; init; }
    public required double Top { get; init; }
    public required double Width { get; init; }
    public required double Height { get; init; }
    public required double Columns { get; init; }
    public required double Rows { get; init; }
    public required string Rendering { get; init; }
}

/// <summary>A text with the contrast to its background, and how light that is.</summary>
internal sealed record Text
{
    public const string OfPage = """
        () => {
          const numbers = c => c.match(/[\d.]+/g).map(Number);
          const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          const weights = [0.2126, 0.7152, 0.0722];
          const light = c => weights.reduce((sum, weight, i) => sum + linear(numbers(c)[i] / 255) * weight, 0);
          const under = e => {
            const color = getComputedStyle(e).backgroundColor;
            return numbers(color)[3] === 0 ? under(e.parentElement) : color;
          };
          const hasText = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
          return [...document.querySelectorAll('body *')].filter(e => hasText(e) && e.checkVisibility()).map(e => {
            const style = getComputedStyle(e), page = light(under(e));
            const ink = light(style.color);
            const contrast = (Math.max(ink, page) + 0.05) / (Math.min(ink, page) + 0.05);
            return { Content: e.textContent, Contrast: contrast, Background: page };
          });
        }
        """;

    public required string Content { get; init; }
    public required double Contrast { get; init; }
    public required double Background { get; init; }
}
