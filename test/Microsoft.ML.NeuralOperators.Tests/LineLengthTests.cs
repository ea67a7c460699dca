using System.Runtime.CompilerServices;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>The formatter of .NET knows max_line_length, but does not check it.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 120;
    private const string RawString = "\"\"\"";

    [Theory]
    [InlineData("src")]
    [InlineData("test")]
    [InlineData("samples")]
    [InlineData("bench")]
    public void No_line_of_code_is_longer_than_the_formatter_settings_say(string folder)
    {
        string path = Path.Combine(Root(), folder);
        Assert.SkipUnless(Directory.Exists(path), "The sources are not here.");
        string separator = Path.DirectorySeparatorChar.ToString();
        var found = new List<string>();
        foreach (string file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains($"{separator}obj{separator}") || file.Contains($"{separator}bin{separator}")) continue;
            bool isRaw = false;
            foreach (var (index, line) in File.ReadLines(file).Index())
            {
                // Raw strings are data of another language.
                bool holdsRaw = line.Contains(RawString, StringComparison.Ordinal);
                if (line.Split(RawString).Length % 2 == 0) isRaw = !isRaw;
                if (line.Length > Longest && !isRaw && !holdsRaw)
                    found.Add($"{Path.GetRelativePath(path, file)}:{index + 1}: {line.Length}");
            }
        }
        Assert.Empty(found);
    }

    private static string Root([CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
