namespace Microsoft.ML.NeuralOperators.Training;

internal sealed partial class GradientStep
{
    private readonly OverlappedSum? _overlap;

    // The way that is faster, once that is known.
    private (double Loss, torch.Tensor Gradient) Either(StepShare share, int epoch, OverlappedSum overlap)
    {
        bool isDuring = overlap.Trial.Begin(share.Total);
        var result = isDuring ? Overlapped(share, epoch, overlap) : Serial(share, epoch, null);
        overlap.Trial.End(share.Total);
        return result;
    }

    // Mean loss and gradient, added over the ranks while the backward pass goes on.
    private (double Loss, torch.Tensor Gradient) Overlapped(StepShare share, int epoch, OverlappedSum overlap)
    {
        WorkerPart[] round = share.Rounds[0];
        overlap.Begin(round[0].Count > 0);
        Exception? failure = null;
        try
        {
            Compute(share, round, epoch, overlap);
        }
        catch (Exception error)
        {
            failure = error;
        }
        var (reports, gradient) = overlap.End(failure);
        _statistics?.Move(_workers, round, _group);
        return (Mean(reports), gradient);
    }
}
