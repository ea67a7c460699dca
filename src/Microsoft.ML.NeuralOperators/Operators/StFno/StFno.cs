using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// ST-FNO, the spatio-temporal Fourier neural operator (Cao, Brarda, Li, Xi 2024, arXiv:2405.17211): from the frames
/// of a trajectory to the next ones all at once, [frames, height, width], by Fourier layers in space and time. The
/// transform back to other times than those that came in makes the number of frames free.
/// </summary>
/// <remarks>
/// Good for periodic flows whose frames are close in time, where a few epochs are enough; its predictions can be
/// refined by the equation afterwards (<see cref="VorticityRefiner"/>). The change since the last frame is what it
/// predicts, by a last layer that is linear in the spectrum. It serves every resolution, and of the frames as many as
/// it was trained with. The published program lifts by repetition instead of a linear map and counts the end of the
/// domain twice in its coordinates. Weights of its networks of vorticity, SFNO of torch-cfd, load by their names and
/// give that program's scores, for the numbers of frames in and out that are asked for.
/// </remarks>
public sealed class StFno : GridOperator
{
    private readonly Func<Value, Value> _next;
    private readonly int _given;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Frames in, each of one number or the two components of a velocity.</param>
    /// <param name="outputChannels">Frames out.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public StFno(int inputChannels, int outputChannels, StFnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        _given = inputChannels / options.Components;
        int asked = outputChannels / options.Components;
        _next = options.Published is { } form
            ? Compose("", new PublishedFrameLayers(options, form, _given, asked)).Apply
            : Compose("", new FrameLayers(options, _given, asked)).Apply;
    }

    /// <summary>The architecture.</summary>
    public StFnoOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value a)
        => _next(a.GridFirst().FramesBehindGrid(_given)).FramesInChannels().GridLast();
}
