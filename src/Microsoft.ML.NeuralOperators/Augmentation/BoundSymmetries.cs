namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>The symmetries of a grid, with signs and new places of the channels.</summary>
internal sealed class BoundSymmetries : BoundAugmentation
{
    private readonly IReadOnlyList<GridSymmetry> _group;
    private readonly IReadOnlyList<(FieldQuantity Quantity, int Channel)>[] _places;
    private readonly int[] _axes;
    private readonly PointPlacement _placement;

    public BoundSymmetries(SymmetryAugmentation options, IReadOnlyList<FieldRule> rules,
        IReadOnlyList<AugmentedField> fields, IReadOnlyList<GridSymmetry> group, int[] axes) : base(fields)
    {
        (_axes, _placement) = (axes, options.Placement);
        // What takes a row's place may be the row itself.
        _group = options.KeepsOriginal ? [.. group.Where(g => !g.IsIdentity)] : group;
        Copies = Math.Min(options.Copies ?? _group.Count, _group.Count);
        _places = [.. rules.Zip(fields, (rule, field) => rule.Place(field, axes.Length))];
        RequireSpace(rules, axes.Length);
    }

    /// <summary>Refuses pseudovectors where space has not three axes.</summary>
    /// <exception cref="ArgumentException">A field has one.</exception>
    public static void RequireSpace(IReadOnlyList<FieldRule> rules, int axes)
    {
        if (axes != 3 && rules.FirstOrDefault(r => r.Quantities.Any(q => q.Word == "pseudovector")) is { } odd)
            throw new ArgumentException($"Column '{odd.Column}' has a pseudovector, which needs three axes of space; "
                + $"there are {axes}. In a plane the vorticity is a pseudoscalar.");
    }

    public override int Copies { get; }

    public override IEnumerable<FieldChange> Draw(Random random)
    {
        int[] order = [.. Enumerable.Range(0, _group.Count)];
        if (Copies < order.Length) random.Shuffle(order);
        foreach (int i in order.Take(Copies)) yield return new Change(this, _group[i]);
    }

    private sealed class Change(BoundSymmetries symmetries, GridSymmetry symmetry) : FieldChange
    {
        public override void Apply(int field, ReadOnlySpan<float> source, Span<float> destination)
        {
            AugmentedField given = symmetries.Fields[field];
            int length = given.ChannelLength;
            foreach (var (quantity, first) in symmetries._places[field])
            {
                int channel = first;
                foreach (var (from, sign) in QuantityImages.Channels(quantity, symmetry, symmetries._axes))
                    symmetry.Apply(source.Slice((first + from) * length, length),
                        destination.Slice(channel++ * length, length), given.Grid, symmetries._placement, sign);
            }
        }
    }
}
