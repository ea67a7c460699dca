namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// An abstract tensor: what the forward pass of an operator is written with. It represents a torch tensor, a name in
/// an ONNX graph or nothing but a shape, depending on the interpreter.
/// </summary>
public sealed class Value
{
    /// <summary>Made by interpreters.</summary>
    public Value(Interpreter interpreter, Shape shape, object handle)
        => (Interpreter, Shape, Handle) = (interpreter, shape, handle);

    /// <summary>Who runs the definition.</summary>
    public Interpreter Interpreter { get; }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>What the interpreter keeps for the value.</summary>
    public object Handle { get; }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Sum, with broadcasting.</summary>
    public static Value operator +(Value a, Value b) => a.With(BinaryFunction.Add, b);

    /// <summary>Difference, with broadcasting.</summary>
    public static Value operator -(Value a, Value b) => a.With(BinaryFunction.Subtract, b);

    /// <summary>Elementwise product, with broadcasting.</summary>
    public static Value operator *(Value a, Value b) => a.With(BinaryFunction.Multiply, b);

    /// <summary>Elementwise quotient, with broadcasting.</summary>
    public static Value operator /(Value a, Value b) => a.With(BinaryFunction.Divide, b);

    /// <summary>Every element plus a number.</summary>
    public static Value operator +(Value a, double b) => a.Apply(new Affine(1, b));

    /// <summary>Every element minus a number.</summary>
    public static Value operator -(Value a, double b) => a.Apply(new Affine(1, -b));

    /// <summary>Every element times a number.</summary>
    public static Value operator *(Value a, double b) => a.Apply(new Affine(b, 0));

    /// <summary>Negated elements.</summary>
    public static Value operator -(Value a) => a.Map(UnaryFunction.Negate);

    /// <summary>An operation with this value as first operand.</summary>
    internal Value Apply(Operation operation) => Interpreter.Apply(operation, this);

    /// <summary>A function of every element.</summary>
    public Value Map(UnaryFunction function) => Interpreter.Apply(new Unary(function), this);

    /// <summary>A function of this and another value, with broadcasting.</summary>
    public Value With(BinaryFunction function, Value other) => Interpreter.Apply(new Binary(function), this, other);

    /// <summary>Matrix product over the last two axes.</summary>
    public Value MatMul(Value other) => Interpreter.Apply(new MatMul(), this, other);

    /// <summary>x·Wᵀ + b over the last axis.</summary>
    public Value Linear(Value weight, Value? bias = null)
        => bias is null ? Interpreter.Apply(new LinearProduct(), this, weight)
            : Interpreter.Apply(new LinearProduct(), this, weight, bias);

    /// <summary>Reduction over axes, which stay with size 1.</summary>
    public Value Reduce(Reduction kind, params int[] axes) => Apply(new Reduce(kind, axes));

    /// <summary>Axes rearranged.</summary>
    public Value Transpose(params int[] permutation)
        => permutation.SequenceEqual(Enumerable.Range(0, Rank)) ? this : Apply(new Transpose(permutation));

    /// <summary>The same elements in another shape.</summary>
    public Value Reshape(params IEnumerable<Dim> shape)
    {
        var target = new Shape(shape);
        return target.Equals(Shape) ? this : Apply(new Reshape(target));
    }

    /// <summary>Axes of size 1 repeated up to a shape.</summary>
    public Value Expand(params IEnumerable<Dim> shape)
    {
        var target = new Shape(shape);
        return target.Equals(Shape) ? this : Apply(new Expand(target));
    }

    /// <summary>A range of elements along an axis.</summary>
    public Value Slice(int axis, Dim start, Dim length, int step = 1)
        => start.Known == 0 && step == 1 && length.Equals(Shape[axis]) ? this
            : Apply(new Slice(axis, start, length, step));

    /// <summary>The elements along some axes in reverse order.</summary>
    internal Value Flip(params int[] axes) => axes.Length == 0 ? this : Apply(new Flip(axes));

    /// <summary>Elements picked along an axis by constant positions.</summary>
    public Value Gather(int axis, params long[] indices) => Apply(new Gather(axis, indices));

    /// <summary>Cells added at both ends of axes.</summary>
    public Value Pad(PaddingMode mode, int[] axes, Dim[] before, Dim[] after)
        => before.Concat(after).All(d => d.Known == 0) ? this : Apply(new Pad(mode, axes, before, after));

    /// <summary>Values joined along an axis.</summary>
    public static Value Concat(int axis, params IReadOnlyList<Value> values)
        => values.Count == 1 ? values[0] : values[0].Interpreter.Apply(new Concat(axis), values);

    /// <summary>A share of the elements zeroed while training, the others scaled up.</summary>
    public Value Drop(double rate) => rate == 0 ? this : Apply(new Dropout(rate));

    /// <summary>Normalised exponentials along an axis.</summary>
    public Value Softmax(int axis) => Apply(new Softmax(axis));

    /// <summary>The value of a parameter, from the same interpreter.</summary>
    public Value Bind(ParameterDeclaration declaration) => Interpreter.Parameter(declaration);

    /// <inheritdoc/>
    public override string ToString() => $"{Shape}";
}
