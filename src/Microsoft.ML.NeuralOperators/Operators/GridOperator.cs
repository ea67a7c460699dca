namespace Microsoft.ML.NeuralOperators;

/// <summary>An operator from one field to another on the same uniform grid, of any size.</summary>
public abstract class GridOperator : NeuralOperator
{
    /// <summary>Declares the two fields.</summary>
    /// <param name="dimensions">Number of grid axes: 1, 2 or 3.</param>
    /// <param name="inputChannels">Channels in.</param>
    /// <param name="outputChannels">Channels out.</param>
    /// <param name="axes">The axes where they are not the plain ones of that many dimensions.</param>
    protected GridOperator(int dimensions, int inputChannels, int outputChannels, IReadOnlyList<GridAxis>? axes = null)
    {
        axes ??= GridAxis.Of(dimensions);
        Inputs = [new FieldPort("input", inputChannels, axes)];
        Output = new FieldPort("output", outputChannels, axes);
    }

    /// <summary>Declares the two fields of an architecture with options.</summary>
    /// <param name="inputChannels">Channels in.</param>
    /// <param name="outputChannels">Channels out.</param>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    private protected GridOperator(int inputChannels, int outputChannels, GridOperatorOptions options)
        : this(Valid(options, inputChannels, outputChannels).AxisCount, inputChannels, outputChannels, options.Axes)
    {
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public sealed override FieldPort Output { get; }

    /// <summary>Number of grid axes.</summary>
    public int Dimensions => Output.Axes.Count;

    /// <inheritdoc/>
    public sealed override Value Forward(IReadOnlyList<Value> inputs) => Forward(inputs[0]);

    /// <summary>The forward pass: [batch, in, grid…] → [batch, out, grid…].</summary>
    protected abstract Value Forward(Value x);

    private static GridOperatorOptions Valid(GridOperatorOptions options, int inputChannels, int outputChannels)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputChannels, 1);
        return Rules.Require(options, nameof(options), options.Faults(inputChannels, outputChannels));
    }
}
