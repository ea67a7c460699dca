using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Hashes what a definition computes: its operations with their attributes and operands, in order. Two architectures may have
/// the same parameters and differ in that alone, such as in their boundary condition.
/// </summary>
internal sealed class ForwardTrace : Interpreter
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _count;

    /// <summary>The hash of the forward pass on fields of given shapes.</summary>
    public static string Of(NeuralOperator definition, IEnumerable<Shape> inputs)
    {
        var trace = new ForwardTrace();
        using IncrementalHash hash = trace._hash;
        definition.Run([.. inputs.Select(shape => trace.Node(shape, "input"))]);
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    public override Value Parameter(ParameterDeclaration declaration) => Node(Shape.Of([.. declaration.Shape]), declaration.Name);

    public override Value Table(string key, Func<Value> build) => build();

    protected override object Execute(Operation operation, IReadOnlyList<Value> inputs, Shape[] shapes, Shape output)
        => Add($"{operation.Name}({string.Join("; ", operation.GetType().GetProperties().Select(p => Text(p.GetValue(operation))))})"
            + $" of {string.Join(' ', inputs.Select(i => i.Handle))}");

    private Value Node(Shape shape, string text) => new(this, shape, Add($"{text} {shape}"));

    private object Add(string text)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        return _count++;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
