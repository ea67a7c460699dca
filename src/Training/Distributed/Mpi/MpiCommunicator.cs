using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The processes that <c>mpirun</c>, <c>mpiexec</c> or Slurm's <c>srun</c> started, over the machine's own MPI: Open
/// MPI or MPICH, whose library is loaded at first use. See docs/scaling.md.
/// </summary>
/// <example><code>
/// var training = new TrainingOptions { Communicator = MpiCommunicator.World };
/// </code></example>
public sealed unsafe partial class MpiCommunicator : Communicator
{
    // Waiting awake costs a core, which the ranks that are still at work may need: after the first moment, in which
    // small messages arrive, the rank sleeps between looks. Its socket's buffer takes what comes meanwhile.
    private const uint Nap = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(100);
    // Launchers kill a second after they have asked a process to end.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(400);
    // A training that nobody cancels ends some time after it was asked to.
    private static readonly TimeSpan LongGrace = TimeSpan.FromSeconds(10);
    private static readonly Lazy<MpiCommunicator> All = new(() => new MpiCommunicator());

    private readonly MpiLibrary _mpi;
    private readonly nint _handle;
    private long _askedToEnd;
    private bool _isBroken;

    private MpiCommunicator()
    {
        _mpi = MpiLibrary.Instance;
        (_handle, Rank, Size) = _mpi.Start();
        if (MpiLaunch.Size is > 1 and var started && Size == 1)
            throw new InvalidOperationException($"The launcher started {started} processes, but {_mpi.Name} sees one: "
                + $"launcher and library are of different MPIs. Name the launcher's library in {MpiLibrary.Variable}.");
        // A rank that ends in failure leaves the others to the launcher, since an orderly end waits for all.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (!_isBroken && Environment.ExitCode == 0) _mpi.Finish();
        };
    }

    /// <summary>All processes of the launch; a program started without a launcher is alone in it.</summary>
    /// <exception cref="DllNotFoundException">There is no MPI; the text says what to install.</exception>
    /// <exception cref="InvalidOperationException">Launcher and library are of different MPIs.</exception>
    public static MpiCommunicator World => All.Value;

    /// <summary>Whether a launcher of MPI started this process. Nothing is loaded to find out.</summary>
    public static bool IsLaunched => MpiLaunch.IsLaunched;

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <summary>How long a rank waits for the others before it takes one for lost. Default 30 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The library in its own words, such as "Open MPI v4.1.4".</summary>
    public string Library => _mpi.Version();

    /// <inheritdoc/>
    public override void AllToAll(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, Span<byte> destination)
    {
        int[] sent = Counts(offsets), begins = offsets[..Size].ToArray(),
            received = [.. Enumerable.Repeat(sent[Rank], Size)],
            ends = [.. Enumerable.Range(0, Size).Select(i => i * sent[Rank])];
        fixed (byte* from = source, to = destination)
        fixed (int* sizes = sent, starts = begins, ownSizes = received, ownStarts = ends)
        {
            nint request = 0;
            Check(_mpi.ExchangeParts(from, sizes, starts, _mpi.Byte, to, ownSizes, ownStarts, _mpi.Byte, _handle,
                &request));
            Wait(&request);
        }
    }

    /// <inheritdoc/>
    public override void AllGather(Span<byte> values, ReadOnlySpan<int> offsets)
    {
        int[] counts = Counts(offsets), begins = offsets[..Size].ToArray();
        fixed (byte* to = values)
        fixed (int* sizes = counts, starts = begins)
        {
            nint request = 0;
            Check(_mpi.GatherParts(_mpi.InPlace, 0, _mpi.Byte, to, sizes, starts, _mpi.Byte, _handle, &request));
            Wait(&request);
        }
    }

    /// <summary>
    /// Until the training ends, a launcher's request to end does not end the process before the training has told why.
    /// </summary>
    protected internal override IDisposable? BeginTraining()
    {
        if (Size == 1) return null;
        _askedToEnd = 0;
        return PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            Interlocked.CompareExchange(ref _askedToEnd, Stopwatch.GetTimestamp(), 0);
        });
    }

    private int[] Counts(ReadOnlySpan<int> offsets)
    {
        if (offsets.Length != Size + 1)
            throw new ArgumentException($"{Size} ranks have {Size + 1} offsets, got {offsets.Length}.",
                nameof(offsets));
        var counts = new int[Size];
        for (int i = 0; i < Size; i++) counts[i] = offsets[i + 1] - offsets[i];
        return counts;
    }

    // Polling lets a rank notice that it waits in vain, which a blocking call would not.
    private void Wait(nint* request)
    {
        if (HasBeenAsked(LongGrace)) throw Lost("The launcher asked this rank to end");
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            int isDone = 0;
            Check(_mpi.Test(request, &isDone, _mpi.IgnoreStatus));
            if (isDone != 0) return;
            TimeSpan waited = Stopwatch.GetElapsedTime(begin);
            if (waited < Patience)
            {
                Thread.Yield();
                continue;
            }
            if (HasBeenAsked(Grace))
                throw Lost("The launcher asked this rank to end while it waited for the others, as it does when one is "
                    + "lost");
            if (waited > Timeout) throw Lost($"The others did not answer for {Timeout}");
            _ = SleepMicroseconds(Nap);
        }
    }

    private bool HasBeenAsked(TimeSpan before)
        => Interlocked.Read(ref _askedToEnd) is not 0 and var asked && Stopwatch.GetElapsedTime(asked) > before;

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int SleepMicroseconds(uint microseconds);

    private void Check(int code)
    {
        if (_mpi.Error(code) is { } error) throw Lost($"MPI reports: {error}");
    }

    private RankFailedException Lost(string what)
    {
        _isBroken = true;
        return new RankFailedException($"Rank {Rank} of {Size} cannot go on. {what}. The last state of the training's "
            + "checkpoints stays; start it again, with any number of ranks, to go on from there.");
    }
}
