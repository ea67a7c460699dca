using Microsoft.ML.NeuralOperators;

namespace Generators.Bench;

/// <summary>The steady problems, under the names of plain_elliptic.py.</summary>
internal static class EllipticCases
{
    /// <summary>What makes each of them.</summary>
    public static IReadOnlyDictionary<string, Func<FieldGenerator>> All { get; }
        = new Dictionary<string, Func<FieldGenerator>>
        {
            ["darcy-64"] = () => new DarcyFlow(64),
            ["darcy-128"] = () => new DarcyFlow(128),
            ["darcy-smooth-128"] = () => new DarcyFlow(128, DarcyFlowOptions.Smooth),
            ["darcy-multiscale-256"] = () => new DarcyFlow(256,
                DarcyFlowOptions.Multiscale with { SolvedCells = 256 }),
            ["darcy-multiscale-512"] = () => new DarcyFlow(512, DarcyFlowOptions.Multiscale),
            ["poisson-129"] = () => new PoissonEquation(129),
            ["helmholtz-101"] = () => new HelmholtzEquation(),
            ["plate"] = () => new ElasticPlate(),
        };
}
