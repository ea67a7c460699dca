using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Support;

/// <summary>Programs that are built beside the tests, for tests that need a process of its own.</summary>
internal static class BuiltProgram
{
    /// <summary>The assembly of a program, for the command <c>dotnet</c>.</summary>
    public static string Path(string name)
    {
        // The test project says where, relative to the folder of all tests.
        string relative = typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == name).Value!;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.Path.Combine(folder.FullName, relative) is var path && File.Exists(path)) return path;
        throw new FileNotFoundException($"There is no '{relative}' above '{AppContext.BaseDirectory}'.");
    }
}
