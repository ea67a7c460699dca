using Microsoft.Playwright;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Browser.Tests;

/// <summary>axe-core, which knows what people with disabilities need of a page.</summary>
internal static class Axe
{
    private static readonly string Script = Read();

    /// <summary>Fails with what the page does wrong.</summary>
    public static async Task FindsNothingAsync(IPage page)
    {
        // Evaluated, not added as an element: the page's policy forbids scripts from elsewhere.
        await page.EvaluateAsync(Script);
        string[] faults = await page.EvaluateAsync<string[]>("""
            async () => (await axe.run()).violations.flatMap(v =>
              v.nodes.map(n => `${v.id}: ${n.failureSummary} ${n.html}`))
            """);
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    }
}
