namespace TorchSharp;

/// <summary>Kinds of devices, numbered as libtorch does.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    META = 14,
}

/// <summary>How padding fills in values.</summary>
public enum PaddingModes
{
    Zeros = 0,
    Reflect = 1,
    Replicate = 2,
    Circular = 3,
    Constant = 4,
}

/// <summary>How a discrete Fourier transform is scaled.</summary>
public enum FFTNormType
{
    /// <summary>The backward transform by 1/n.</summary>
    Backward = 0,
    /// <summary>The forward transform by 1/n.</summary>
    Forward = 1,
    /// <summary>Both by 1/sqrt(n).</summary>
    Ortho = 2,
}


/// <summary>How torch.cdist computes Euclidean distances.</summary>
public enum compute_mode
{
    use_mm_for_euclid_dist_if_necessary = 0,
    use_mm_for_euclid_dist = 1,
    donot_use_mm_for_euclid_dist = 2,
}

/// <summary>How far products of single-precision matrices may be rounded inside.</summary>
public enum Float32MatmulPrecision
{
    highest,
    high,
    medium,
}

/// <summary>The first axis of torch.meshgrid.</summary>
public enum indexing
{
    xy,
    ij,
}

public static partial class torch
{
    /// <summary>Element types, numbered as libtorch does.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        ComplexFloat32 = 9,
        ComplexFloat64 = 10,
        Bool = 11,
        BFloat16 = 15,
    }

    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }

    /// <summary>Interpolation of torch.nn.functional.grid_sample.</summary>
    public enum GridSampleMode
    {
        Nearest = 0,
        Bilinear = 2,
    }

    /// <summary>What grid_sample takes outside the grid.</summary>
    public enum GridSamplePaddingMode
    {
        Zeros = 0,
        Reflection = 1,
        Border = 2,
    }

    /// <summary>Interpolation of torch.nn.functional.interpolate.</summary>
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5,
    }

    /// <summary>Interpolation of torch.nn.Upsample.</summary>
    public enum UpsampleMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
    }
}
