using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace OperatorServer.Tests;

public sealed partial class PageFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_and_all_that_it_names_come_from_this_server()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        var seen = new HashSet<string>();
        var open = new Queue<string>([""]);
        while (open.TryDequeue(out string? path))
        {
            if (!seen.Add(path)) continue;
            using HttpResponseMessage answer = await server.Client.GetAsync($"/{path}");
            Assert.True(answer.IsSuccessStatusCode, path);
            string text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(Type(path), answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.DoesNotMatch(Elsewhere(), text);
            foreach (Match named in Reference().Matches(text))
                open.Enqueue(named.Groups[1].Success ? named.Groups[1].Value : $"page/{named.Groups[2].Value}");
        }
        Assert.Contains("page/app.js", seen);
        Assert.Contains("page/colors.js", seen);
        Assert.Contains("page/style.css", seen);
        Assert.True(seen.Count > 8, string.Join(", ", seen));
    }

    /// <summary>The policy forbids scripts within the page, so there may be none.</summary>
    [Fact]
    public async Task The_page_runs_no_inline_script()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        using HttpResponseMessage answer = await server.Client.GetAsync("/");
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy);
        Assert.DoesNotContain("unsafe", policy);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son[a-z]+=", page);
    }

    [Fact]
    public async Task A_file_that_the_browser_has_is_not_sent_again()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        using HttpResponseMessage first = await server.Client.GetAsync("/page/app.js");
        Assert.True(first.Headers.CacheControl!.NoCache);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/page/app.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage same = await server.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        using var other = new HttpRequestMessage(HttpMethod.Head, "/page/app.js");
        other.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\""));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.SendAsync(other)).StatusCode);
    }

    [Fact]
    public async Task A_server_may_be_without_a_page()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder, "Page=false");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/page/app.js")).StatusCode);
    }

    /// <summary>Whoever has no key sees the page, which asks for one, and nothing else.</summary>
    [Fact]
    public async Task The_page_needs_no_key_but_what_it_asks_for_does()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder, "Keys:0=a key of one client");
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/models")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.PostRaw([1], "/solve?shape=1,1,1")).StatusCode);
    }

    private static string Type(string path) => Path.GetExtension(path) switch
    {
        "" => "text/html",
        ".js" => "text/javascript",
        ".css" => "text/css",
        _ => "image/svg+xml",
    };

    // Names of namespaces are no addresses.
    [GeneratedRegex(@"(https?:)?//(?!www\.w3\.org/2000/svg)[a-z0-9-]+\.[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"(?:src|href)=""([^""#]+)""|from '\./([a-z]+\.js)'")]
    private static partial Regex Reference();
}
