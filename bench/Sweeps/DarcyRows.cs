using Microsoft.ML.Data;

namespace Sweeps.Bench;

/// <summary>The rows of the small Darcy set: coefficient a, pressure u.</summary>
internal static class DarcyRows
{
    /// <summary>What the square's symmetries make of them; the first points lie on the boundary.</summary>
    public static SymmetryAugmentation Symmetries { get; } = new("a: scalar; u: scalar")
    {
        Placement = PointPlacement.Periodic,
    };

    public static IDataView Load(NeuralOperatorsCatalog operators, string path)
        => operators.LoadFields(path, new() { ["a"] = "x", ["u"] = "y" });

    /// <summary>Error of a model on a file's rows.</summary>
    public static double Error(NeuralOperatorsCatalog operators, NeuralOperatorTransformer model, string path)
        => operators.Evaluate(model.Transform(Load(operators, path)), "u").RelativeL2;
}
