using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Microsoft.ML.NeuralOperators.Columns;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

public sealed class PackageTests(PackageFeed feed)
{
    // Package and assembly.
    public static TheoryData<string, string> Packages => new()
    {
        { "Microsoft.ML.NeuralOperators", "Microsoft.ML.NeuralOperators.Estimators" },
        { "Microsoft.ML.NeuralOperators.Onnx", "Microsoft.ML.NeuralOperators.Onnx" },
        { "Microsoft.ML.NeuralOperators.Data", "Microsoft.ML.NeuralOperators.Data" },
        { "Microsoft.ML.NeuralOperators.Serving", "Microsoft.ML.NeuralOperators.Serving" },
        { "Microsoft.ML.NeuralOperators.Sweeps", "Microsoft.ML.NeuralOperators.Sweeps" },
        { "Microsoft.ML.NeuralOperators.Sweeps.Cluster", "Microsoft.ML.NeuralOperators.Sweeps.Cluster" },
        { "Microsoft.ML.NeuralOperators.Training", "Microsoft.ML.NeuralOperators.Training" },
        { "Microsoft.ML.NeuralOperators.Core", "Microsoft.ML.NeuralOperators" },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_carries_readme_licence_changelog_documentation_and_symbols(string id, string assembly)
    {
        using ZipArchive package = feed.Open(id), symbols = feed.Open(id, "snupkg");
        string[] names = [.. package.Entries.Select(e => e.FullName)];
        Assert.Contains("README.md", names);
        Assert.Contains("LICENSE", names);
        Assert.Contains("CHANGELOG.md", names);
        Assert.Contains($"lib/net10.0/{assembly}.dll", names);
        Assert.Contains($"lib/net10.0/{assembly}.xml", names);
        Assert.Contains(symbols.Entries, e => e.FullName == $"lib/net10.0/{assembly}.pdb");
        XElement metadata = Metadata(package);
        Assert.Equal("MIT", Text(metadata, "license"));
        Assert.Equal("README.md", Text(metadata, "readme"));
        Assert.NotEmpty(Text(metadata, "tags"));
        Assert.Contains("eural operators", Text(metadata, "description"));
    }

    [Theory]
    [InlineData("Microsoft.ML.NeuralOperators", "Microsoft.ML.NeuralOperators.Data",
        "Microsoft.ML.NeuralOperators.Onnx", "Microsoft.ML.NeuralOperators.Training", "Microsoft.ML",
        "Microsoft.ML.OnnxTransformer")]
    [InlineData("Microsoft.ML.NeuralOperators.Data", "Microsoft.ML.NeuralOperators.Core", "Apache.Arrow",
        "Apache.Arrow.Compression", "K4os.Compression.LZ4", "Parquet.Net", "PureHDF", "ZstdSharp.Port")]
    [InlineData("Microsoft.ML.NeuralOperators.Onnx", "Microsoft.ML.NeuralOperators.Core", "Google.Protobuf",
        "Microsoft.ML.OnnxRuntime.Managed")]
    [InlineData("Microsoft.ML.NeuralOperators.Serving", "Microsoft.ML.NeuralOperators.Onnx",
        "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Diagnostics.HealthChecks",
        "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Microsoft.ML.NeuralOperators.Sweeps", "Microsoft.ML.NeuralOperators", "Microsoft.Data.Sqlite",
        "Microsoft.ML.FastTree", "Npgsql")]
    [InlineData("Microsoft.ML.NeuralOperators.Sweeps.Cluster", "Microsoft.ML.NeuralOperators.Sweeps",
        "Microsoft.Orleans.Clustering.AdoNet", "Microsoft.Orleans.Dashboard", "Microsoft.Orleans.Reminders.AdoNet",
        "Microsoft.Orleans.Server", "Npgsql")]
    [InlineData("Microsoft.ML.NeuralOperators.Training", "Microsoft.ML.NeuralOperators.Core", "TorchSharp")]
    [InlineData("Microsoft.ML.NeuralOperators.Core", "System.IO.Hashing")]
    public void A_package_depends_on_managed_packages_only(string id, params string[] expected)
    {
        using ZipArchive package = feed.Open(id);
        string[] dependencies =
            [.. Metadata(package).Descendants().Where(e => e.Name.LocalName == "dependency")
            .Select(e => (string)e.Attribute("id")!)];
        Assert.Equal(expected.Order(), dependencies.Order());
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_same_sources_in_another_folder_give_the_same_bytes(string id, string assembly)
    {
        Assert.SkipUnless(BuildFacts.Configuration == "Release", "Only releases are independent of their folder.");
        byte[] here = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));

        Assert.Equal(here, Bytes(id, "nupkg", $"lib/net10.0/{assembly}.dll"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Assemblies_and_symbols_name_no_folder_of_the_machine(string id, string assembly)
    {
        Assert.SkipUnless(BuildFacts.Configuration == "Release", "Only releases are independent of their folder.");
        // Symbols keep the parts of a path one by one.
        byte[] folder = Encoding.UTF8.GetBytes(PackageFeed.FolderName);
        foreach (byte[] file in new[] { Bytes(id, "nupkg", $"lib/net10.0/{assembly}.dll"),
            Bytes(id, "snupkg", $"lib/net10.0/{assembly}.pdb") })
            Assert.True(file.AsSpan().IndexOf(folder) < 0);
    }

    private byte[] Bytes(string id, string extension, string entry)
    {
        using ZipArchive package = feed.Open(id, extension);
        using Stream stream = package.GetEntry(entry)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static XElement Metadata(ZipArchive package)
    {
        using Stream stream = package.Entries.Single(e
            => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }

    private static string Text(XElement metadata, string name)
        => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
}
