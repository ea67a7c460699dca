using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The processes that <c>mpirun</c>, <c>mpiexec</c> or Slurm's <c>srun</c> started, connected by the MPI installed on
/// the machine, Open MPI or MPICH. Its library is loaded at first use. See docs/scaling.md.
/// </summary>
/// <example><code>
/// var training = new TrainingOptions { Communicator = MpiCommunicator.World };
/// </code></example>
public sealed unsafe class MpiCommunicator : Communicator
{
    // Busy waiting takes a core that ranks still at work may need. Small messages arrive within the first moment; after
    // that the rank sleeps between polls, and its socket buffers what comes in.
    private const uint Nap = 20;
    // A rank that calculates meanwhile loses time with every poll. What its socket buffers lasts for longer than this.
    private const uint LongNap = 250;
    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(100);
    // Launchers kill a process a second after they have asked it to end.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(400);
    // A training that goes on after it was asked to end, because nothing cancels it, is ended after this time.
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
                + "launcher and library belong to different MPIs. Name the launcher's own library in "
                + $"{MpiLibrary.Variable}.");
        // MPI_Finalize waits for all ranks. After a failure this one ends without it, and the launcher ends the others.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (!_isBroken && Environment.ExitCode == 0) _mpi.Finish();
        };
    }

    /// <summary>All processes of this launch; only this one where the program was started without a launcher.</summary>
    /// <exception cref="DllNotFoundException">There is no MPI library; the text says what to install.</exception>
    /// <exception cref="InvalidOperationException">The launcher and the library belong to different MPIs.</exception>
    public static MpiCommunicator World => All.Value;

    /// <summary>Whether an MPI launcher started this process. Asking loads nothing.</summary>
    public static bool IsLaunched => MpiLaunch.IsLaunched;

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <summary>How long a rank waits for the others before it gives one up as lost. Default 30 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How the library names itself, such as "Open MPI v4.1.4".</summary>
    public string Library => _mpi.Version();

    /// <summary>Whether MPI was started with MPI_THREAD_SERIALIZED or more, as this library does.</summary>
    protected internal override bool AllowsOtherThreads => _mpi.AllowsOtherThreads();

    /// <inheritdoc/>
    public override void AllToAll(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, Span<byte> destination)
    {
        Require();
        int[] sent = Counts(offsets), begins = offsets[..Size].ToArray(),
            received = [.. Enumerable.Repeat(sent[Rank], Size)],
            ends = [.. Enumerable.Range(0, Size).Select(i => i * sent[Rank])];
        fixed (byte* from = source, to = destination)
        fixed (int* sizes = sent, starts = begins, ownSizes = received, ownStarts = ends)
        {
            nint request = 0;
            Check(_mpi.ExchangeParts(from, sizes, starts, _mpi.Byte, to, ownSizes, ownStarts, _mpi.Byte, _handle,
                &request));
            Wait(request);
        }
    }

    /// <inheritdoc/>
    public override void AllGather(Span<byte> values, ReadOnlySpan<int> offsets)
    {
        fixed (byte* to = values) BeginGather(to, offsets)();
    }

    /// <summary>Adds the parts; that all ranks get the sums may go on during the calls after it.</summary>
    /// <inheritdoc/>
    public override Action? BeginSum(torch.Tensor vector, ReadOnlySpan<bool> parts)
    {
        if (Size == 1 || !LiesInPlace(vector)) return base.BeginSum(vector, parts);
        // The memory of a tensor does not move.
        return BeginSum(vector, parts, (values, offsets) =>
        {
            fixed (byte* to = values) return BeginGather(to, offsets);
        });
    }

    private Action BeginGather(byte* to, ReadOnlySpan<int> offsets)
    {
        Require();
        int[] counts = Counts(offsets);
        // MPI reads the sizes until the call has ended. What does not end is not freed.
        int* sizes = (int*)NativeMemory.Alloc((nuint)(2 * Size), sizeof(int)), starts = sizes + Size;
        counts.CopyTo(new Span<int>(sizes, Size));
        offsets[..Size].CopyTo(new Span<int>(starts, Size));
        nint request = 0;
        Check(_mpi.GatherParts(_mpi.InPlace, 0, _mpi.Byte, to, sizes, starts, _mpi.Byte, _handle, &request));
        nint open = request;
        return () =>
        {
            Wait(open);
            NativeMemory.Free(sizes);
        };
    }

    /// <summary>
    /// While the training runs, a launcher's request to end (SIGTERM) does not end the process before the training has
    /// reported why.
    /// </summary>
    protected internal override IDisposable? BeginTraining()
    {
        if (Size == 1) return null;
        // A request stays for good: the launcher does not repeat it when one training follows another.
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

    // A rank that polls notices that it waits in vain; one in a blocking call would not.
    private void Wait(nint request)
    {
        Require();
        if (HasBeenAsked(LongGrace)) throw Lost("The launcher asked this rank to end");
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            int isDone = 0;
            Check(_mpi.Test(&request, &isDone, _mpi.IgnoreStatus));
            if (isDone != 0) return;
            TimeSpan waited = Stopwatch.GetElapsedTime(begin);
            if (waited < Patience && !IsCalculating)
            {
                Thread.Yield();
                continue;
            }
            if (HasBeenAsked(Grace))
                throw Lost("The launcher asked this rank to end while it waited for the others, as launchers do when a "
                    + "rank is lost");
            if (waited > Timeout) throw Lost($"The others did not answer for {Timeout}");
            Naps.Take(IsCalculating ? LongNap : Nap);
        }
    }

    // MPI as a rule moves data within its calls alone. After a failure there are none, so that what was under way does
    // not reach memory that its owner has got back.
    private void Require()
    {
        if (_isBroken) throw Lost("It has lost the others");
    }

    private bool HasBeenAsked(TimeSpan before)
        => Interlocked.Read(ref _askedToEnd) is not 0 and var asked && Stopwatch.GetElapsedTime(asked) > before;

    private void Check(int code)
    {
        if (_mpi.Error(code) is { } error) throw Lost($"MPI reports: {error}");
    }

    private RankFailedException Lost(string what)
    {
        _isBroken = true;
        return new RankFailedException($"Rank {Rank} of {Size} cannot go on. {what}. The training's last state remains "
            + "in its folder; start the training again, with any number of ranks, to resume from it.");
    }
}
