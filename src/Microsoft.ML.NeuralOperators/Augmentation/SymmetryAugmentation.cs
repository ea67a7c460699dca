using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Augmentation;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Copies of rows under the symmetries of the interval, the square or the cube: reflections, and exchanges of axes with
/// equally many points. For equations that know no direction and no place.
/// </summary>
/// <param name="Fields">
/// What the columns' channels are, such as <c>"a: scalar; v: vector scalar; w: pseudoscalar"</c>. A vector has one
/// component along each axis, in the axes' order or in another one: <c>vector(1, 0)</c> begins with the component along
/// the second. A tensor is symmetric, with the entries 00, 01, 11 (or 00, 01, 02, 11, 12, 22). A pseudoscalar, such as
/// the vorticity in the plane, changes its sign under reflections; a pseudovector is the vorticity in space. A column
/// of several frames repeats its quantities.
/// </param>
public sealed record SymmetryAugmentation(string Fields) : FieldAugmentation
{
    /// <summary>
    /// Copies of every row, drawn without repetition; null takes each symmetry once: one more row on an interval, 7 on
    /// a square, 3 on another rectangle, up to 47 on a cube. There are never more.
    /// </summary>
    [Range(1, 47)]
    public int? Copies { get; init; }

    /// <summary>
    /// The axes of space, null for all: time is not among them, nor an axis along which gravity acts.
    /// </summary>
    public IReadOnlyList<int>? Axes { get; init => field = value.Copied(); }

    /// <summary>Whether axes of equally many points are exchanged; otherwise there are reflections only.</summary>
    public bool SwapsAxes { get; init; } = true;

    /// <summary>
    /// Where the points are: on periodic axes the first point is its own mirror image, otherwise the last one's.
    /// </summary>
    public PointPlacement Placement { get; init; } = PointPlacement.CellCentres;

    /// <summary>
    /// Whether the model's predictions are means over all these symmetries, each undone: the prediction of an image is
    /// then the image of the prediction, whatever was learned. A prediction takes as many times as long as there are
    /// symmetries, 8 on a square. The model's file holds the mean. A column's quantities must be the label's, too; only
    /// for a trainer that is augmented itself. Default false.
    /// </summary>
    public bool AveragesPredictions { get; init; }

    /// <summary>Gives an operator the means as its predictions.</summary>
    /// <param name="definition">An operator with the fields of those that are given them.</param>
    /// <param name="inputs">The columns of its inputs.</param>
    /// <param name="output">The column of its output.</param>
    /// <param name="grid">Points along each axis: axes of equally many are exchanged.</param>
    /// <exception cref="ArgumentException">A field does not fit; the text says why.</exception>
    internal Func<NeuralOperator, NeuralOperator> Averaging(NeuralOperator definition, IReadOnlyList<string> inputs,
        string output, int[] grid)
    {
        int[] axes = [.. Axes ?? [.. Enumerable.Range(0, grid.Length)]];
        IReadOnlyList<FieldRule> rules = Rules();
        BoundSymmetries.RequireSpace(rules, axes.Length);
        IReadOnlyList<GridSymmetry> group = GridSymmetry.Group(grid, axes, SwapsAxes);
        IReadOnlyList<(FieldQuantity, int)>[] read = [.. definition.Inputs.Zip(inputs, Places)];
        IReadOnlyList<(FieldQuantity, int)> written = Places(definition.Output, output);
        return inner => new SymmetricOperator(inner, group, axes, Placement, read, written);

        IReadOnlyList<(FieldQuantity, int)> Places(FieldPort port, string column)
            => (rules.FirstOrDefault(r => r.Column == column)
                ?? throw new ArgumentException($"Fields says nothing of column '{column}', whose symmetry is needed."))
                .Place(new AugmentedField(column, port.Channels, grid), axes.Length);
    }

    internal override IReadOnlyList<FieldRule> Rules()
        => FieldRule.Parse(Fields, "scalar", "pseudoscalar", "vector", "pseudovector", "tensor");

    internal override BoundAugmentation Bind(IReadOnlyList<AugmentedField> fields)
    {
        int[] grid = CommonGrid(fields), axes = [.. Axes ?? [.. Enumerable.Range(0, grid.Length)]];
        return new BoundSymmetries(this, Rules(), fields, GridSymmetry.Group(grid, axes, SwapsAxes), axes);
    }

    private protected override IEnumerable<string> Faults() => base.Faults().Concat(AxisFaults(Axes));
}
