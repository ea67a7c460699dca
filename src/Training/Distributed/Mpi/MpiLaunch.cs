namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>What the environment says about who started this process.</summary>
internal static class MpiLaunch
{
    private const string OpenMpiSize = "OMPI_COMM_WORLD_SIZE", ProcessManagerSize = "PMI_SIZE",
        ExchangeRank = "PMIX_RANK";

    private static readonly string[] OpenMpi = ["libmpi.so.40", "libmpi.so"],
        Mpich = ["libmpich.so.12", "libmpi.so.12"];

    /// <summary>Whether an MPI launcher started this process: mpirun, mpiexec, or srun with its MPI.</summary>
    public static bool IsLaunched => Has(OpenMpiSize) || Has(ProcessManagerSize) || Has(ExchangeRank);

    /// <summary>How many processes the launcher started; null where it does not say.</summary>
    public static int? Size
        => int.TryParse(Environment.GetEnvironmentVariable(OpenMpiSize)
            ?? Environment.GetEnvironmentVariable(ProcessManagerSize), out int size) ? size : null;

    /// <summary>
    /// File names to try, the launcher's own library first: under another MPI, every process would be alone.
    /// </summary>
    public static string[] Libraries()
        => !Has(OpenMpiSize) && Has(ProcessManagerSize) ? [.. Mpich, .. OpenMpi] : [.. OpenMpi, .. Mpich];

    private static bool Has(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
}
