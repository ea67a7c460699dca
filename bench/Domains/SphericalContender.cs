namespace Domains.Bench;

/// <summary>An operator that takes part on the sphere.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Create">Its trainer for a column of trajectories.</param>
internal sealed record SphericalContender(string Name,
    Func<NeuralOperatorsCatalog, TrainingOptions, NeuralOperatorTrainer> Create)
{
    public static IReadOnlyList<SphericalContender> All { get; } =
    [
        new("SFNO", (operators, training) => operators.Sfno("", "u", Sphere, training)),
        new("SFNO-conserving", (operators, training)
            => operators.Sfno("", "u", Sphere with { ConservedChannels = [0, 1, 2] }, training)),
        new("FNO", (operators, training) => operators.Fno("", "u", new()
        {
            Modes = [16, 32],
            Channels = 32,
            HasOutputResidual = true,
        }, training with
        {
            // As SFNO.
            LearningRate = 5e-3,
            Schedule = LearningRateSchedule.Cosine,
            Loss = new AreaWeightedLoss(Loss.RelativeL2),
        })),
    ];

    private static SfnoOptions Sphere => new() { Modes = [16, 32], Channels = 32, HasOutputResidual = true };
}
