using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The functions of libmpi that this library calls. Handles are addresses of symbols in Open MPI and integers in MPICH
/// and its descendants; both fit into a native integer.
/// </summary>
/// <remarks>
/// The MPI standard fixes names and arguments, not the values of handles. MPICH's are those of the ABI that it shares
/// with Intel MPI and MVAPICH (https://www.mpich.org/abi).
/// </remarks>
internal sealed unsafe class MpiLibrary
{
    /// <summary>The environment variable that selects another library, by name or path.</summary>
    public const string Variable = "NEURALOPERATORS_MPI";

    private const int Serialized = 2, LongestText = 8192;
    private static readonly Lazy<MpiLibrary> Found = new(() => new MpiLibrary());

    private readonly nint _library;

    private MpiLibrary()
    {
        (Name, _library) = Open();
        IsOpenMpi = NativeLibrary.TryGetExport(_library, "ompi_mpi_comm_world", out nint world);
        World = IsOpenMpi ? world : 0x44000000;
        Byte = IsOpenMpi ? Export("ompi_mpi_byte") : 0x4c00010d;
        InPlace = IsOpenMpi ? 1 : -1;
        IgnoreStatus = IsOpenMpi ? 0 : 1;
        ReturnErrors = IsOpenMpi ? Export("ompi_mpi_errors_return") : 0x54000001;
        Test = (delegate* unmanaged<nint*, int*, nint, int>)Export("MPI_Test");
        ExchangeParts = (delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, nint*, int>)
            Export("MPI_Ialltoallv");
        GatherParts = (delegate* unmanaged<nint, int, nint, void*, int*, int*, nint, nint, nint*, int>)
            Export("MPI_Iallgatherv");
    }

    /// <summary>The library, loaded at first use.</summary>
    /// <exception cref="DllNotFoundException">There is none; the text says how to get one.</exception>
    public static MpiLibrary Instance => Found.Value;

    /// <summary>The library's file name.</summary>
    public string Name { get; }

    /// <summary>Whether it is Open MPI.</summary>
    public bool IsOpenMpi { get; }

    public nint World { get; }

    public nint Byte { get; }

    /// <summary>MPI_IN_PLACE.</summary>
    public nint InPlace { get; }

    /// <summary>MPI_STATUS_IGNORE.</summary>
    public nint IgnoreStatus { get; }

    /// <summary>MPI_ERRORS_RETURN.</summary>
    public nint ReturnErrors { get; }

    /// <summary>MPI_Test.</summary>
    public delegate* unmanaged<nint*, int*, nint, int> Test { get; }

    /// <summary>MPI_Ialltoallv.</summary>
    public delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, nint*, int> ExchangeParts
    { get; }

    /// <summary>MPI_Iallgatherv.</summary>
    public delegate* unmanaged<nint, int, nint, void*, int*, int*, nint, nint, nint*, int> GatherParts { get; }

    /// <summary>Starts MPI, unless the program already has, and makes a communicator for this library.</summary>
    public (nint Handle, int Rank, int Size) Start()
    {
        int flag = 0;
        Check(((delegate* unmanaged<int*, int>)Export("MPI_Initialized"))(&flag));
        if (flag == 0)
        {
            int provided = 0;
            Check(((delegate* unmanaged<nint, nint, int, int*, int>)Export("MPI_Init_thread"))(0, 0, Serialized,
                &provided));
        }
        nint handle = 0;
        int rank = 0, size = 1;
        Check(((delegate* unmanaged<nint, nint*, int>)Export("MPI_Comm_dup"))(World, &handle));
        Check(((delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler"))(handle, ReturnErrors));
        Check(((delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank"))(handle, &rank));
        Check(((delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size"))(handle, &size));
        return (handle, rank, size);
    }

    /// <summary>Ends MPI, unless the program already has.</summary>
    public void Finish()
    {
        int flag = 0;
        if (((delegate* unmanaged<int*, int>)Export("MPI_Finalized"))(&flag) == 0 && flag == 0)
            ((delegate* unmanaged<int>)Export("MPI_Finalize"))();
    }

    /// <summary>Whether any thread may call, one at a time; the program may have started MPI with less.</summary>
    public bool AllowsOtherThreads()
    {
        int level = 0;
        return ((delegate* unmanaged<int*, int>)Export("MPI_Query_thread"))(&level) == 0 && level >= Serialized;
    }

    /// <summary>How the library names itself.</summary>
    public string Version()
    {
        byte* text = stackalloc byte[LongestText];
        int length = 0;
        ((delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version"))(text, &length);
        return Encoding.UTF8.GetString(text, length).Split('\n')[0].TrimEnd('\0', ' ');
    }

    /// <summary>What an error code means; null for success.</summary>
    public string? Error(int code)
    {
        if (code == 0) return null;
        byte* text = stackalloc byte[LongestText];
        int length = 0;
        return ((delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string"))(code, text, &length) == 0
            ? Encoding.UTF8.GetString(text, length) : $"error {code}";
    }

    private void Check(int code)
    {
        if (Error(code) is { } error) throw new InvalidOperationException($"MPI did not start ({Name}): {error}");
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static (string, nint) Open()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own)
            return NativeLibrary.TryLoad(own, out nint named) ? (own, named)
                : throw new DllNotFoundException($"The library '{own}', named in {Variable}, cannot be loaded.");
        string[] names = MpiLaunch.Libraries();
        foreach (string name in names)
            if (NativeLibrary.TryLoad(name, out nint library)) return (name, library);
        throw new DllNotFoundException($"There is no MPI: none of {string.Join(", ", names)} was found. Install one, "
            + "such as Debian's packages libopenmpi3 and openmpi-bin, or libmpich12 and mpich, or name the library in "
            + $"the environment variable {Variable}.");
    }
}
