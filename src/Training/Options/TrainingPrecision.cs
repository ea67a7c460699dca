namespace Microsoft.ML.NeuralOperators;

/// <summary>Numbers that training calculates with.</summary>
public enum TrainingPrecision
{
    /// <summary>float32 throughout.</summary>
    Single,
    /// <summary>float64 throughout.</summary>
    Double,
    /// <summary>bfloat16 inside the operator, float32 for weights, losses and updates. Meant for CUDA.</summary>
    BFloat16,
    /// <summary>
    /// float16 inside the operator with scaled losses, float32 for weights, losses and updates. Meant for CUDA.
    /// </summary>
    Half,
}

internal static class TrainingPrecisions
{
    /// <summary>The type of weights and updates.</summary>
    public static torch.ScalarType Master(this TrainingPrecision precision)
        => precision == TrainingPrecision.Double ? torch.ScalarType.Float64 : torch.ScalarType.Float32;

    /// <summary>A type with at least float32's digits.</summary>
    public static torch.ScalarType Full(this torch.ScalarType type)
        => type is torch.ScalarType.BFloat16 or torch.ScalarType.Float16 ? torch.ScalarType.Float32 : type;

    /// <summary>The type of fields inside the operator.</summary>
    public static torch.ScalarType Compute(this TrainingPrecision precision) => precision switch
    {
        TrainingPrecision.Double => torch.ScalarType.Float64,
        TrainingPrecision.BFloat16 => torch.ScalarType.BFloat16,
        TrainingPrecision.Half => torch.ScalarType.Float16,
        _ => torch.ScalarType.Float32,
    };
}
