namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The definition of a neural operator: which fields go in, which one comes out, its parameters, and the forward pass
/// over abstract values. Everything else (training, export, cost, the ML.NET face) follows from it.
/// </summary>
public abstract class NeuralOperator : Layer
{
    /// <summary>The fields the operator reads.</summary>
    public abstract IReadOnlyList<FieldPort> Inputs { get; }

    /// <summary>The field the operator writes.</summary>
    public abstract FieldPort Output { get; }

    /// <summary>The forward pass.</summary>
    /// <param name="inputs">One value [batch, channels, grid…] for each of <see cref="Inputs"/>.</param>
    /// <returns>The output [batch, channels, grid…].</returns>
    public abstract Value Forward(IReadOnlyList<Value> inputs);

    /// <summary>Whether <see cref="Constrain"/> changes anything.</summary>
    public virtual bool IsConstrained => false;

    /// <summary>
    /// Makes an output meet conditions exactly, such as boundary values. Both sides are in physical units.
    /// </summary>
    /// <param name="output">The output of the forward pass, its normalisation undone.</param>
    /// <param name="inputs">The inputs before normalisation.</param>
    public virtual Value Constrain(Value output, IReadOnlyList<Value> inputs) => output;

    /// <summary>
    /// Checks the shapes of the inputs against <see cref="Inputs"/>, then runs <see cref="Forward"/> and
    /// <see cref="Constrain"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// A shape does not fit, alone or beside another one; the text names the field and both shapes.
    /// </exception>
    public Value Run(params IReadOnlyList<Value> inputs)
    {
        if (inputs.Count != Inputs.Count)
            throw new InvalidOperationException($"{GetType().Name} takes {Inputs.Count} fields, got {inputs.Count}.");
        for (int i = 0; i < inputs.Count; i++) Inputs[i].Check(inputs[i].Shape);
        RequireCommonSizes(inputs);
        return Constrain(Forward(inputs), inputs);
    }

    // Broadcasting would silently stretch a size-1 axis.
    private void RequireCommonSizes(IReadOnlyList<Value> inputs)
    {
        var sizes = new Dictionary<string, (int Field, Dim Size)>(StringComparer.Ordinal);
        for (int i = 0; i < inputs.Count; i++)
        {
            Require("batch", i, inputs[i].Shape[0]);
            for (int axis = 0; axis < Inputs[i].Axes.Count; axis++)
                Require(Inputs[i].Axes[axis].Name, i, inputs[i].Shape[axis + 2]);
        }

        void Require(string name, int field, Dim size)
        {
            if (sizes.TryAdd(name, (field, size)) || size.Known is not { } known
                || sizes[name] is not { Size.Known: { } other } first || known == other) return;
            throw new InvalidOperationException(
                $"Field '{Inputs[field].Name}' has the shape {inputs[field].Shape}, but field "
                + $"'{Inputs[first.Field].Name}' {inputs[first.Field].Shape}: they have '{name}' in common.");
        }
    }
}
