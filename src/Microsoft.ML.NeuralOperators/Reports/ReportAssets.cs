using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Style sheets and scripts of the page, which are resources of the library.</summary>
internal static class ReportAssets
{
    // Tells style sheets, before anything is drawn, that scripts run.
    private const string Early = "document.documentElement.classList.add('js')";

    private static readonly string[] PageScripts =
    [
        "numbers.js", "colours.js", "links.js", "axes.js", "plot.js", "samples.js", "bundle.js", "parallel.js",
        "page.js",
    ];

    private static readonly Lazy<(string Style, string Library, string Page)> Texts = new(() => (
        Read("uPlot/uPlot.min.css") + Read("report.css"),
        $"/*! uPlot 1.6.32\n{Read("uPlot/LICENSE").TrimEnd()}\n*/\n{Read("uPlot/uPlot.iife.min.js").TrimEnd()}",
        $"\"use strict\";\n(() => {{\n{string.Concat(PageScripts.Select(Read))}}})();\n"));

    /// <summary>
    /// What stands in the head. The policy is the browser's word that the page loads nothing and runs nothing but the
    /// scripts it was written with.
    /// </summary>
    public static string Head
    {
        get
        {
            string hashes = string.Join(' ', new[] { Early, Texts.Value.Library, Texts.Value.Page }.Select(Hash));
            return "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                + $"style-src 'unsafe-inline'; script-src {hashes}; base-uri 'none'; form-action 'none'\">"
                + $"<style>{Texts.Value.Style}</style><script>{Early}</script>";
        }
    }

    /// <summary>
    /// What stands at the end of the body: the chart library with its licence, and the page's own scripts.
    /// </summary>
    public static string Scripts
        => $"<script>{Texts.Value.Library}</script><script>{Texts.Value.Page}</script>";

    private static string Hash(string script)
        => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Read(string name)
    {
        using Stream stream = typeof(ReportAssets).Assembly.GetManifestResourceStream($"Reports/{name}")
            ?? throw new InvalidOperationException($"The library lacks its resource 'Reports/{name}'.");
        using var reader = new StreamReader(stream);
        // A browser hashes what it reads, in which a line ends with \n.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
