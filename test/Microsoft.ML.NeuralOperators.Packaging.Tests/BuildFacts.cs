using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>What the build knows and the tests need; the project file writes it into the assembly.</summary>
internal static class BuildFacts
{
    public static string RepositoryRoot => Get("RepositoryRoot");

    /// <summary>Where NuGet keeps the packages of other people.</summary>
    public static string PackageFolder => Get("PackageFolder");

    /// <summary>Such as "linux-x64".</summary>
    public static string Platform => Get("Platform");

    public static string Configuration => Get("Configuration");

    private static string Get(string key)
        => typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == key).Value!;
}
