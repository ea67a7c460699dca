namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Runs a definition: gives its parameters values and executes its operations. The torch interpreter trains, the ONNX
/// one writes a graph, the cost one counts.
/// </summary>
public abstract class Interpreter
{
    /// <summary>True while training: dropout drops and running statistics run.</summary>
    public virtual bool IsTraining => false;

    /// <summary>
    /// The share of every axis' Fourier modes that layers use, the lowest ones; the weights of the others count as
    /// zero.
    /// </summary>
    internal virtual double ModeShare => 1;

    /// <summary>The value of a declared parameter.</summary>
    public abstract Value Parameter(ParameterDeclaration declaration);

    /// <summary>Executes one operation; its shape is checked first.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="inputs">Operands of this interpreter.</param>
    internal Value Apply(Operation operation, params IReadOnlyList<Value> inputs)
    {
        var shapes = new Shape[inputs.Count];
        for (int i = 0; i < shapes.Length; i++)
        {
            if (!ReferenceEquals(inputs[i].Interpreter, this))
                throw new InvalidOperationException($"{operation.Name}: an operand belongs to another interpreter.");
            shapes[i] = inputs[i].Shape;
        }
        Shape output = operation.Infer(shapes);
        return new Value(this, output, Execute(operation, inputs, shapes, output));
    }

    /// <summary>
    /// A value that depends on sizes alone, such as a Fourier matrix: built once for a key and sizes, then reused. The
    /// torch interpreter builds it in double precision.
    /// </summary>
    /// <param name="key">Names the table and the sizes it depends on.</param>
    /// <param name="build">
    /// Builds it from <see cref="Sequence"/>, <see cref="Constant"/> and <see cref="SizeOf"/>.
    /// </param>
    public abstract Value Table(string key, Func<Value> build);

    /// <summary>
    /// Calculates with at least float32, whatever the type of the fields: variances of small numbers vanish in float16,
    /// and sums over large grids overflow.
    /// </summary>
    internal Value InFullPrecision(Value x, Func<Value, Value> calculate)
        => InFullPrecision([x], full => [calculate(full[0])])[0];

    /// <inheritdoc cref="InFullPrecision(Value, Func{Value, Value})"/>
    internal virtual Value[] InFullPrecision(Value[] values, Func<Value[], Value[]> calculate) => calculate(values);

    /// <summary>Executes an operation whose shapes were found right.</summary>
    /// <returns>What this interpreter keeps for a value.</returns>
    private protected abstract object Execute(Operation operation, IReadOnlyList<Value> inputs, Shape[] shapes,
        Shape output);

    /// <summary>A constant.</summary>
    public Value Constant(double[] values, params long[] shape) => Apply(new Constant(values, shape));

    /// <summary>0, 1, …, count-1 of shape [count].</summary>
    public Value Sequence(Dim count) => Apply(new Sequence(count));

    /// <summary>A size as a number of shape [1].</summary>
    public Value Number(Dim size) => Apply(new SizeOf(size));
}
