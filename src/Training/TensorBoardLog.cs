using TorchSharp.Modules;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The curves of a training for TensorBoard.</summary>
internal sealed class TensorBoardLog
{
    private readonly Action<string>? _warn;
    private SummaryWriter? _writer;

    /// <summary>A new file in a folder.</summary>
    /// <param name="folder">The folder; it is made when it does not exist.</param>
    /// <param name="warn">
    /// Called when the file cannot be written any more: losing the curves must not end the training.
    /// </param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public TensorBoardLog(string folder, Action<string>? warn)
    {
        _warn = warn;
        if (File.Exists(folder))
            throw new IOException($"{nameof(TrainingOptions.TensorBoardFolder)} is '{folder}', which is a file.");
        try
        {
            _writer = torch.utils.tensorboard.SummaryWriter(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{nameof(TrainingOptions.TensorBoardFolder)}, '{folder}', cannot be written: "
                + $"{error.Message}", error);
        }
    }

    /// <summary>Adds the scalars of a batch or an epoch.</summary>
    public void Add(TrainingProgress progress)
    {
        try
        {
            Scalar("loss/batch", progress.Loss);
            Scalar("learning_rate", progress.LearningRate);
            Scalar("samples_per_second", progress.SamplesPerSecond);
            if (!progress.EndsEpoch) return;
            Scalar("loss/epoch", progress.Loss);
            if (progress.ValidationError is { } error) Scalar("validation/relative_l2", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _warn?.Invoke($"The curves for TensorBoard end here, in epoch {progress.Epoch}: {error.Message}");
            _writer = null;
        }

        void Scalar(string tag, double value)
            => _writer?.add_scalar(tag, (float)value,
                (int)Math.Min(int.MaxValue, (long)(progress.Epoch - 1) * progress.Batches + progress.Batch));
    }
}
