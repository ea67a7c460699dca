using System.IO.Compression;
using System.Reflection;
using Xunit;

[assembly: AssemblyFixture(typeof(Microsoft.ML.NeuralOperators.Packaging.Tests.PackageFeed))]

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>The packages, packed from a copy of the sources into a folder; everything is deleted at the end.</summary>
public sealed class PackageFeed : IDisposable
{
    private static readonly string Root = Directory.CreateTempSubdirectory("packaging").FullName;
    private static readonly string[] Copied =
        ["README.md", "LICENSE", "CHANGELOG.md", "global.json", "Directory.Build.props", "Directory.Build.targets",
            "Directory.Packages.props"];

    public PackageFeed()
    {
        CopySources(Sources);
        // A commit is part of the assemblies, and the copy is in no repository.
        string[] commit = Commit is { } revision ? [$"-p:SourceRevisionId={revision}"] : [];
        // Packs these projects and those they refer to.
        string output = "";
        foreach (string project in new[] { "src/Sweeps.Cluster", "src/Serving" })
            output += Shell.Run(Sources, "dotnet",
                ["build", project, "-c", BuildFacts.Configuration, "-p:GeneratePackageOnBuild=true",
                $"-p:PackageOutputPath={Feed}", $"-p:PackageVersion={Version}", .. commit]);
        // A build that is told to stop ends with 0 as well.
        Assert.True(Directory.GetFiles(Feed, "*.nupkg").Length == 8, output);
        File.WriteAllText(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="feed" value="{Feed}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="feed"><package pattern="Microsoft.ML.NeuralOperators*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
    }

    /// <summary>Where restoring puts the packages under test.</summary>
    public static string OwnPackages => Path.Combine(Root, "packages");

    /// <summary>A version of a release, so that 'dotnet add package' takes it without being asked.</summary>
    public static string Version => "0.1.0.1";

    /// <summary>The name of the folder in which everything is made; no other file of the machine contains it.</summary>
    internal static string FolderName => Path.GetFileName(Root);

    private static string Sources => Path.Combine(Root, "sources");

    private static string Feed => Path.Combine(Root, "feed");

    private static string? Commit => typeof(NeuralOperatorsCatalog).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+') is [_,
            var revision] ? revision : null;

    /// <summary>The contents of a package, or with the extension "snupkg" of its symbols.</summary>
    internal ZipArchive Open(string id, string extension = "nupkg")
        => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.{extension}"));

    /// <summary>Packs the tool neuralop for this platform, and gives the folder of its packages.</summary>
    internal string PackTool()
    {
        string packages = Path.Combine(Root, "tool packages");
        string[] pack = ["pack", "src/CommandLine", "-c", "Release", "-o", packages, $"-p:PackageVersion={Version}"];
        Shell.Run(Sources, "dotnet", pack);
        Shell.Run(Sources, "dotnet", [.. pack, "-r", BuildFacts.Platform]);
        return packages;
    }

    /// <summary>An empty folder.</summary>
    internal string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    /// <summary>A new console project with a program, which knows the packages but has none of them yet.</summary>
    internal string NewProgram(string name, string source)
    {
        Shell.Run(Root, "dotnet", "new", "console", "--output", name);
        string folder = Path.Combine(Root, name);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), source);
        return folder;
    }

    /// <summary>Publishes a program for this platform, for a machine that has .NET.</summary>
    internal static void Publish(string project, string target)
    {
        string output = Shell.Run(project, "dotnet", "publish", "-c", "Release", "-r", BuildFacts.Platform,
            "--no-self-contained", "-o", target);
        Assert.True(File.Exists(Path.Combine(target, $"{Path.GetFileName(project)}.dll")), output);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void CopySources(string target)
    {
        string root = BuildFacts.RepositoryRoot;
        string[] built = [$"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}",
            $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"];
        IEnumerable<string> sources =
            Directory.EnumerateFiles(Path.Combine(root, "src"), "*", SearchOption.AllDirectories)
            .Where(path => !built.Any(path.Contains));
        foreach (string source in sources.Concat(Copied.Select(name => Path.Combine(root, name))))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(root, source));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy);
        }
    }
}
