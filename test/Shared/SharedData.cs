using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Real data and outputs of published programs, kept beside the repository; not everyone has them.</summary>
public static class SharedData
{
    private static readonly string? Root = Find();

    /// <summary>Where a file lies; the test is skipped where there are none.</summary>
    public static string Path(params string[] parts)
    {
        Assert.SkipWhen(Root is null,
            "The folder 'shared' with real data and reference outputs is missing beside the repository.");
        return System.IO.Path.Combine([Root, .. parts]);
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(System.IO.Path.Combine(folder.FullName, "shared", "reference")))
                return System.IO.Path.Combine(folder.FullName, "shared");
        return null;
    }
}
