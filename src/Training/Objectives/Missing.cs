namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Fields with NaN where values are missing. They are normalised: 0 is the mean.</summary>
internal static class Missing
{
    /// <summary>The field with 0 where values are missing.</summary>
    public static torch.Tensor Fill(torch.Tensor x) => Fill(x, x.isnan());

    /// <summary>The field with 0 at some places.</summary>
    public static torch.Tensor Fill(torch.Tensor x, torch.Tensor where)
    {
        using torch.Tensor zeros = torch.zeros_like(x);
        return torch.where(where, zeros, x);
    }

    /// <summary>1 where there are values, 0 where they are missing.</summary>
    public static torch.Tensor Mask(torch.Tensor x) => x.isnan().logical_not().type(x.dtype);
}
