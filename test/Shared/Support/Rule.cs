using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>Rules that hold for all cases of a kind, tried on drawn ones: the same ones in every run.</summary>
internal static class Rule
{
    /// <summary>Fails with the smallest case found for which <paramref name="rule"/> throws.</summary>
    public static void Holds<T>(Gen<T> cases, Action<T> rule, int count = 100)
        => Prop.ForAll(Arb.From(cases), rule).Check(Config.QuickThrowOnFailure
            .WithMaxTest(count).WithReplay(1, 3).WithQuietOnSuccess(true));

    /// <summary>Whole numbers from a range, both ends included.</summary>
    public static Gen<int> Between(int low, int high) => Gen.Choose(low, high);

    /// <summary>Numbers from a range.</summary>
    public static Gen<double> Number(double low, double high)
        => Gen.Choose(0, 1 << 20).Select(i => low + (high - low) * i / (1 << 20));

    /// <summary>Seeds for what a rule draws itself.</summary>
    public static Gen<int> Seed() => Gen.Choose(0, int.MaxValue - 1);
}
