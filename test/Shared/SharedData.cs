using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Real data and outputs of published programs, kept beside the repository; not everyone has them.</summary>
public static class SharedData
{
    private static readonly string? Root = Find();

    public static bool Exists => Root is not null;

    public static string Path(params string[] parts)
        => System.IO.Path.Combine([Root ?? throw new InvalidOperationException("There is no folder 'shared' beside the repository."), .. parts]);

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(System.IO.Path.Combine(folder.FullName, "shared", "reference"))) return System.IO.Path.Combine(folder.FullName, "shared");
        return null;
    }
}

/// <summary>A test that needs <see cref="SharedData"/>.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedData.Exists ? null : "There is no folder 'shared' with real data and reference outputs beside the repository.";
}

/// <summary>A test with cases that needs <see cref="SharedData"/>.</summary>
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = SharedData.Exists ? null : "There is no folder 'shared' with real data and reference outputs beside the repository.";
}
