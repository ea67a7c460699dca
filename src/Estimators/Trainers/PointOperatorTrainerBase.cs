using Microsoft.ML.NeuralOperators.Columns;

namespace Microsoft.ML.NeuralOperators;

/// <summary>A trainer of operators on point sets, with any number of input columns.</summary>
public abstract class PointOperatorTrainerBase : FieldTrainerBase
{
    private protected PointOperatorTrainerBase(MLContext mlContext, PointOperatorTrainerOptions options)
        : base(mlContext, options)
    {
    }

    /// <summary>The columns that are read, in order.</summary>
    private protected abstract IReadOnlyList<PointColumn> Columns { get; }

    /// <summary>The point set of the label.</summary>
    private protected static PointAxis OutputAxis { get; } = new("points");

    private protected sealed override IEnumerable<(string Role, string Name)> InputColumns => Columns.Select(c => (c.Role, c.Name));

    private protected sealed override FieldColumn[] FindInputs(DataViewSchema schema) => [.. Columns.Select(c => c.Axis is null
        ? FieldColumn.FindParameters(schema, c.Role, c.Name) : FieldColumn.FindPoints(schema, c.Role, c.Name, c.Channels, new PointAxis(c.Axis)))];

    private protected sealed override FieldColumn FindLabel(DataViewSchema schema)
        => FieldColumn.FindPoints(schema, "label", Common.LabelColumnName, Common.OutputChannels, OutputAxis);

    /// <summary>A plan whose columns say of their points what the operator says of its axes.</summary>
    private protected static TrainingPlan Plan(NeuralOperator definition, TrainingRows read, IReadOnlyList<FieldColumn> inputs)
    {
        FieldPort[] ports = [.. definition.Inputs.Where(p => !p.IsMask)];
        return new TrainingPlan(definition, read.Training, read.Validation, [.. inputs.Zip(ports, Bound)], Bound(read.Label!, definition.Output));

        static FieldColumn Bound(FieldColumn column, FieldPort port) => column with { Points = port.Axes.Count == 0 ? null : PointAxis.Of(port.Axes[0]) };
    }
}

/// <summary>A column of a trainer on point sets.</summary>
/// <param name="Role">What it is, for errors.</param>
/// <param name="Name">The column.</param>
/// <param name="Channels">Channels where the type has no dimensions.</param>
/// <param name="Axis">The point set, or null for global parameters.</param>
internal sealed record PointColumn(string Role, string Name, int Channels, string? Axis);
