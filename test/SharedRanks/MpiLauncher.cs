using System.Diagnostics;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>The launchers of the MPIs that this machine has.</summary>
internal static class MpiLauncher
{
    public const string OpenMpi = "openmpi", Mpich = "mpich";

    private static readonly string Dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs a program on some ranks; skips the test where the MPI is missing.</summary>
    /// <param name="mpi">Which MPI.</param>
    /// <param name="ranks">How many ranks.</param>
    /// <param name="arguments">The assembly and its arguments.</param>
    /// <returns>The launcher's exit status, and what was written.</returns>
    public static (int Status, string Output) Run(string mpi, int ranks, params IEnumerable<string> arguments)
    {
        string launcher = $"/usr/bin/mpirun.{mpi}";
        Assert.SkipUnless(File.Exists(launcher), $"'{launcher}' is missing; on Debian, install "
            + (mpi == OpenMpi ? "openmpi-bin." : "mpich."));
        string[] own = mpi == OpenMpi ? ["--oversubscribe"] : [];
        var start = new ProcessStartInfo(launcher, [.. own, "-n", $"{ranks}", Dotnet, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.Result + output);
    }
}
