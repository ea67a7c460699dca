using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>The page at "/", whose files are part of the program. It needs nothing from elsewhere.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/", Index = "index.html", Colors = "colors.js";

    // Scripts and styles only from this server, none inline, and no frame around the page.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the page.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var types = new FileExtensionContentTypeProvider();
        foreach (var (name, content) in All())
        {
            types.TryGetContentType(name, out string? type);
            string shown = type!.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\"");
            routes.MapMethods(name == Index ? "/" : $"/{Prefix}{name}", ["GET", "HEAD"], (HttpContext context) =>
            {
                IHeaderDictionary headers = context.Response.Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                // Browsers always ask, but get the file again only if the program has changed.
                headers.CacheControl = "no-cache";
                return TypedResults.Bytes(content, shown, entityTag: tag);
            }).ExcludeFromDescription();
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> All()
    {
        var assembly = typeof(PageFiles).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return (resource[Prefix.Length..], content);
        }
        yield return (Colors, Encoding.UTF8.GetBytes(ColorScript()));
    }

    // The same colours as in reports.
    private static string ColorScript()
    {
        var script = new StringBuilder();
        foreach (var (name, map) in new[] { ("viridis", ColorMap.Viridis), ("greys", ColorMap.Greys),
            ("blueRed", ColorMap.BlueRed) })
        {
            IEnumerable<string> colors = Enumerable.Range(0, 256).Select(i => map.At(i / 255.0))
                .Select(c => $"{c.R},{c.G},{c.B}");
            script.Append($"export const {name} = Uint8Array.of({string.Join(',', colors)});\n");
        }
        return script.ToString();
    }
}
