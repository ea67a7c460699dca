using System.Runtime.ExceptionServices;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// One step of an <see cref="OverlappedSum"/>: its buckets are filled in any order and sent in theirs.
/// </summary>
internal sealed class OverlappedStep
{
    // Microseconds between looks at whether a bucket is there.
    private const uint Nap = 150;

    private readonly GradientBucket[] _buckets;
    private readonly bool[] _isFilled;
    private readonly RankGroup _group;
    private readonly CancellationToken _cancellation;
    private readonly torch.Tensor _gradient;
    private readonly Task<RankReport[]> _sum;
    private RankReport _report;
    // How many buckets can be sent.
    private int _next;
    private bool _isBackward;
    // How many buckets are sent.
    private int _end;
    private Exception? _failure;

    /// <summary>Begins a step.</summary>
    /// <param name="buckets">The buckets, in the order in which they are sent.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="group">The ranks.</param>
    /// <param name="hasSamples">Whether this rank's gradients count.</param>
    /// <param name="cancellation">Stops all ranks.</param>
    public OverlappedStep(GradientBucket[] buckets, ParameterVector parameters, RankGroup group, bool hasSamples,
        CancellationToken cancellation)
    {
        (_buckets, _isFilled, _group, _cancellation) = (buckets, new bool[buckets.Length], group, cancellation);
        _end = buckets.Length;
        _report = RankReport.Fine with { Samples = hasSamples ? 1 : 0 };
        _gradient = torch.empty_like(parameters.Vector).DetachFromDisposeScope();
        group.IsCalculating = hasSamples;
        _sum = Task.Factory.StartNew(Sum, CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>The backward pass, which fills the buckets.</summary>
    public void Differentiate(torch.Tensor loss)
    {
        _report = _report with { Loss = loss.ToNumber() };
        _isBackward = true;
        loss.backward();
        _isBackward = false;
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
        // What the loss does not depend on has no gradient.
        for (int i = 0; i < _buckets.Length; i++)
            if (!_isFilled[i]) _buckets[i].Clear();
        Complete();
    }

    /// <summary>Takes the gradients of a bucket; called in the backward pass, so it keeps what it fails of.</summary>
    public void Receive(GradientBucket bucket, List<torch.Tensor> gradients)
    {
        // A loss may differentiate on its own.
        if (!_isBackward) return;
        try
        {
            bucket.Fill(gradients);
            foreach (torch.Tensor gradient in gradients) gradient.Dispose();
            _isFilled[Array.IndexOf(_buckets, bucket)] = true;
            Release();
        }
        catch (Exception error)
        {
            _failure ??= error;
        }
    }

    /// <summary>Sends all buckets as they are.</summary>
    public void Complete()
    {
        Array.Fill(_isFilled, true);
        Release();
        _group.IsCalculating = false;
    }

    /// <summary>Waits for the sums; see <see cref="OverlappedSum.End"/>.</summary>
    public (RankReport[] Reports, torch.Tensor Gradient) End(Exception? failure)
    {
        _group.IsCalculating = false;
        if (failure is not null)
        {
            // What is complete is still sent. Where they meet before the next bucket, the others hear why.
            Volatile.Write(ref _end, _next);
        }
        try
        {
            // What all ranks have heard of goes first: this one's own failure is then of no use to them.
            RankReport[] reports = _sum.GetAwaiter().GetResult();
            if (failure is not null) ExceptionDispatchInfo.Throw(failure);
            return (reports, _gradient);
        }
        catch
        {
            _gradient.Dispose();
            throw;
        }
    }

    private void Release()
    {
        int next = _next;
        while (next < _buckets.Length && _isFilled[next]) next++;
        Volatile.Write(ref _next, next);
    }

    // On a thread of its own, the only one that talks to other ranks until it ends. While the sums of one bucket go to
    // all ranks, the next one is exchanged, if it is there.
    private RankReport[] Sum()
    {
        RankReport[] reports = [];
        (GradientBucket? Bucket, Action? Wait) last = default;
        try
        {
            for (int i = 0; i < _buckets.Length && IsSent(i); i++)
            {
                RankStatus status = _cancellation.IsCancellationRequested ? RankStatus.Cancelled : RankStatus.Fine;
                reports = _group.Meet(_report with { Status = (long)status }, _cancellation);
                Action? wait = _buckets[i].BeginSum(_group, [.. reports.Select(r => r.Samples > 0)]);
                Finish();
                last = (_buckets[i], wait);
            }
        }
        catch
        {
            Abandon();
            throw;
        }
        Finish();
        return reports;

        // Whether a bucket is there, which may take a while; false where this rank has failed before.
        bool IsSent(int number)
        {
            if (Volatile.Read(ref _next) <= number) Finish();
            while (Volatile.Read(ref _next) <= number && number < Volatile.Read(ref _end)) Naps.Take(Nap);
            return number < Volatile.Read(ref _end);
        }

        // The others have begun this sum as well, and it uses the bucket's memory until it ends.
        void Abandon()
        {
            try
            {
                Finish();
            }
            catch (RankFailedException)
            {
                // The first failure says why.
            }
        }

        void Finish()
        {
            GradientBucket? bucket = last.Bucket;
            Action? wait = last.Wait;
            last = default;
            wait?.Invoke();
            bucket?.CopyTo(_gradient);
        }
    }
}
