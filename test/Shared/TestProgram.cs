using System.Diagnostics;
using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Testing;

/// <summary>A program that was built beside the tests, whose path their assembly knows by its name.</summary>
internal static class TestProgram
{
    /// <summary>Starts it; its output is read by the caller.</summary>
    public static Process Start(string name, params string[] arguments)
        => Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Find(name), .. arguments])
        {
            RedirectStandardOutput = true,
        })!;

    private static string Find(string name)
    {
        string relative = typeof(TestProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == name).Value!;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, relative) is var path && File.Exists(path)) return path;
        throw new FileNotFoundException($"There is no '{relative}' above '{AppContext.BaseDirectory}'.");
    }
}
