using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Training.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Native;

/// <summary>
/// TorchSharp's native library loads on systems with an older libstdc++, through a copy; where libstdc++ is new enough,
/// nothing is written. The systems are made up from this one's libstdc++.
/// </summary>
public sealed class TorchLibrariesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libraries").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Cache => Path.Combine(_folder, "cache");

    [Fact]
    public async Task A_libstdcxx_of_gcc_11_or_12_is_enough_even_where_torch_is_used_first()
    {
        foreach (string[] missing in new[] { new[] { "GLIBCXX_3.4.32" },
            ["GLIBCXX_3.4.30", "GLIBCXX_3.4.31", "GLIBCXX_3.4.32"] })
        {
            RequireLinux();
            MadeUpSystem.WithoutVersions(_folder, missing);
            Assert.Equal("sum 3", (await Run())[0]);
            Assert.Equal("trained 1", (await Run("train"))[0]);
            Assert.Single(Copies());
        }
    }

    [Fact]
    public async Task A_newer_libstdcxx_is_left_alone()
    {
        RequireLinux();
        if (!MadeUpSystem.Has("GLIBCXX_3.4.32")) MadeUpSystem.WithVersion(_folder, "GLIBCXX_3.4.32", "GLIBCXX_3.4.13");
        Assert.Equal("sum 3", (await Run())[0]);
        Assert.Empty(Copies());
    }

    [Fact]
    public async Task A_system_too_old_is_told_what_is_missing()
    {
        RequireLinux();
        MadeUpSystem.WithoutVersions(_folder, "GLIBCXX_3.4.26", "GLIBCXX_3.4.32");
        string told = (await Run("train"))[0];
        Assert.Contains("GLIBCXX_3.4.26", told);
        Assert.Contains("Debian 12, Ubuntu 22.04 or RHEL 9", told);
    }

    [Fact]
    public async Task Processes_that_begin_at_once_share_one_copy()
    {
        RequireLinux();
        MadeUpSystem.WithoutVersions(_folder, "GLIBCXX_3.4.32");
        string[][] outputs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Run()));
        Assert.All(outputs, output => Assert.Equal("sum 3", output[0]));
        Assert.Single(Copies());
    }

    [Fact]
    public async Task A_damaged_copy_is_made_again()
    {
        RequireLinux();
        MadeUpSystem.WithoutVersions(_folder, "GLIBCXX_3.4.32");
        await Run();
        string copy = Assert.Single(Copies());
        byte[] whole = File.ReadAllBytes(copy);
        File.WriteAllBytes(copy, whole[..(whole.Length / 2)]);
        Assert.Equal("sum 3", (await Run())[0]);
        Assert.Equal(whole, File.ReadAllBytes(copy));
    }

    [Fact]
    public void A_copy_changes_two_flags_and_one_symbol()
    {
        RequireLinux();
        byte[] original = File.ReadAllBytes(Original()), copy = [.. original];
        OlderSymbolVersions.Apply(copy);
        Assert.Equal(3, original.Zip(copy).Count(pair => pair.First != pair.Second));
        Assert.Equal(original, File.ReadAllBytes(Original()));
    }

    [Fact]
    public void Damaged_libraries_are_refused()
    {
        RequireLinux();
        byte[] library = File.ReadAllBytes(Original());
        Assert.Throws<FormatException>(() => OlderSymbolVersions.Apply(new byte[100]));
        Assert.Throws<FormatException>(() => OlderSymbolVersions.Apply(library[..5000]));
        Assert.Throws<FormatException>(() => OlderSymbolVersions.Apply(library[..^5000]));
    }

    [Fact]
    public void A_folder_that_takes_no_copy_gives_way_to_the_next()
    {
        RequireLinux();
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        string path = PatchedLibrary.For(Original(), [file, Cache]);
        Assert.StartsWith(Cache, path);
        Assert.Contains("no folder takes a copy",
            Assert.Throws<IOException>(() => PatchedLibrary.For(Original(), [file])).Message);
    }

    [Theory]
    [InlineData(null, "policy passive")]
    [InlineData("active", "policy active")]
    public async Task Idle_threads_sleep_unless_the_environment_says_otherwise(string? given, string expected)
    {
        RequireLinux();
        Assert.Equal(expected, (await Run([], ("OMP_WAIT_POLICY", given)))[1]);
    }

    [Fact]
    public async Task A_folder_named_for_libtorch_must_hold_it()
    {
        RequireLinux();
        string told = (await Run(["train"], (TorchLibraries.FolderVariable, _folder)))[0];
        Assert.Contains($"{TorchLibraries.FolderVariable} is '{_folder}', which holds no libtorch_cpu.so", told);
    }

    /// <summary>TorchSharp would load both, which ends the process.</summary>
    [Fact]
    public async Task A_folder_named_beside_a_libtorch_of_the_program_is_refused()
    {
        RequireLinux();
        File.WriteAllText(Path.Combine(_folder, "libtorch_cpu.so"), "");
        string told = (await Run(["train"], (TorchLibraries.FolderVariable, _folder)))[0];
        Assert.Contains("this program has a libtorch of its own", told);
    }

    private static void RequireLinux()
        => Assert.SkipWhen(MadeUpSystem.Library is null, "Only Linux with a libstdc++ of its own is made up here.");

    private string[] Copies()
        => Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*", SearchOption.AllDirectories) : [];

    private static string Original()
        => Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    private Task<string[]> Run(params string[] arguments) => Run(arguments, ("OMP_WAIT_POLICY", null));

    // Lines of the output.
    private async Task<string[]> Run(string[] arguments, (string Name, string? Value) variable)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [BuiltProgram.Path("TorchProcess"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LD_LIBRARY_PATH"] = _folder, ["XDG_CACHE_HOME"] = Cache,
                [variable.Name] = variable.Value },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(output.Length > 0, await errors);
        return output.Split('\n');
    }
}
