namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Runs a definition on shapes alone: parameters, floating point operations and bytes, before anything is allocated.
/// </summary>
public sealed class CostInterpreter : Interpreter
{
    private static readonly object Nothing = new();
    private readonly double _modeShare;
    private int _tableDepth;

    /// <summary>Counts.</summary>
    public CostInterpreter()
        : this(1)
    {
    }

    private CostInterpreter(double modeShare) => _modeShare = modeShare;

    internal override double ModeShare => _modeShare;

    /// <summary>
    /// Floating point operations of one forward pass, a multiply-add counted as two; tables are not counted.
    /// </summary>
    public double Flops { get; private set; }

    /// <summary>
    /// Bytes of all results of one forward pass in single precision: what training keeps for the backward pass, at
    /// most.
    /// </summary>
    public double ActivationBytes { get; private set; }

    /// <summary>Operations of one forward pass.</summary>
    public int Operations { get; private set; }

    /// <summary>The cost of an operator for inputs of the given shapes [batch, channels, grid…].</summary>
    /// <exception cref="InvalidOperationException">
    /// A shape does not fit; the text names the field and both shapes.
    /// </exception>
    public static OperatorCost Measure(NeuralOperator definition, params IReadOnlyList<Shape> inputs)
        => Measure(definition, 1, inputs);

    /// <summary>The cost with only a share of the Fourier modes in use.</summary>
    internal static OperatorCost Measure(NeuralOperator definition, double modeShare, IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var interpreter = new CostInterpreter(modeShare);
        Value output = definition.Run([.. inputs.Select(interpreter.Wrap)]);
        ParameterDeclaration[] parameters = [.. definition.Parameters];
        return new OperatorCost(parameters.Where(p => p.IsTrainable).Sum(p => p.Elements),
            parameters.Sum(p => p.Elements),
            interpreter.Flops, interpreter.ActivationBytes, interpreter.Operations, output.Shape);
    }

    /// <summary>A value of a shape.</summary>
    public Value Wrap(Shape shape) => new(this, shape, Nothing);

    /// <inheritdoc/>
    public override Value Parameter(ParameterDeclaration declaration) => Wrap(Shape.Of([.. declaration.Shape]));

    /// <inheritdoc/>
    public override Value Table(string key, Func<Value> build)
    {
        _tableDepth++;
        try
        {
            return build();
        }
        finally
        {
            _tableDepth--;
        }
    }

    /// <inheritdoc/>
    private protected override object Execute(Operation operation, IReadOnlyList<Value> inputs, Shape[] shapes,
        Shape output)
    {
        if (_tableDepth > 0) return Nothing;
        Flops += operation.Flops(shapes, output);
        ActivationBytes += 4.0 * output.Elements.Value;
        Operations++;
        return Nothing;
    }
}

/// <summary>What one forward pass of an operator costs.</summary>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Stored">Numbers stored with the model, statistics included.</param>
/// <param name="Flops">Floating point operations, a multiply-add counted as two.</param>
/// <param name="ActivationBytes">Bytes of all intermediate results in single precision.</param>
/// <param name="Operations">Operations executed.</param>
/// <param name="Output">Shape of the output [batch, channels, grid…].</param>
public sealed record OperatorCost(long Parameters, long Stored, double Flops, double ActivationBytes, int Operations,
    Shape Output);
