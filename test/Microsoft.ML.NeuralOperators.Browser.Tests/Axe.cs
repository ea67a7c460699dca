using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>axe-core, which knows what people with disabilities need of a page.</summary>
internal static class Axe
{
    private static readonly string Script = Read();

    /// <summary>Fails with what all of the page, including what is folded, does wrong.</summary>
    public static async Task FindsNothingAsync(IPage page)
    {
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        // Evaluated, not added as an element: the page's policy forbids scripts from elsewhere.
        await page.EvaluateAsync(Script);
        JsonElement found = await page.EvaluateAsync<JsonElement>("""
            async () => {
              const result = await axe.run(document);
              return { passes: result.passes.length, violations: result.violations.flatMap(v =>
                v.nodes.map(n => `${v.id}: ${n.html.slice(0, 150)} ${n.failureSummary}`)) };
            }
            """);
        Assert.Empty(found.GetProperty("violations").EnumerateArray().Select(v => v.GetString()));
        // Rules that had something to look at: a page that failed to load would break none.
        Assert.InRange(found.GetProperty("passes").GetInt32(), 21, int.MaxValue);
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    }
}
