using Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// Invariants catch toys that break them. The same toy with nothing broken is one of the cases of
/// <see cref="InvariantTests"/>.
/// </summary>
public class BrokenToyTests
{
    [Fact]
    public void Samples_that_mix_within_a_batch_are_caught()
        => Catch.Of(BatchIndependence.Require, (i, o) => new MixingOperator(i, o), "depends on its neighbours");

    [Fact]
    public void A_mask_that_is_ignored_is_caught()
        => Catch.Of(() => BatchIndependence.Require(ToyCases.OnPoints((c, i, o) => new UnmaskedOperator(c, i, o))),
            "depends on its neighbours");

    [Fact]
    public void A_shape_that_is_taken_is_caught()
        => Catch.Of(() => ShapeRefusal.Require(ToyCases.Sound, _ => { }), "The shape [2, 2, 8, 9] is taken");

    [Fact]
    public void A_size_that_fields_disagree_on_is_caught()
        => Catch.Of(() => ShapeRefusal.Require(ToyCases.SoundOnPoints, shapes =>
        {
            // Looks at every field by itself.
            foreach (var (port, shape) in ToyCases.SoundOnPoints.Define().Inputs.Zip(shapes))
                port.Check(Shape.Of(shape));
        }), "is taken where 'batch' is expected");

    [Fact]
    public void An_option_that_is_never_checked_is_caught()
        => Catch.Of(() => EnumOptions.Require(new UncheckedOptions()), "Kind is 99, and the faults are ''");

    [Fact]
    public void A_gradient_that_is_cut_is_caught()
        => Catch.Of(Gradients.Require, (i, o) => new CutOperator(i, o), "quotient");

    [Fact]
    public void Digits_that_are_lost_are_caught()
        => Catch.Of(SinglePrecisionGradients.Require, (i, o) => new RoundingOperator(i, o), "in single precision");
}
