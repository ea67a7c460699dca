namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Arrays whose first axis runs fastest, as Fortran and MATLAB store them.</summary>
internal static class ColumnMajor
{
    /// <summary>The same numbers with the last axis fastest.</summary>
    public static float[] ToRowMajor(float[] values, long[] shape, int parts, ReadBudget budget)
    {
        budget.Take(sizeof(float) * (long)values.Length);
        var result = new float[values.Length];
        var strides = new long[shape.Length];
        for (long axis = 0, step = parts; axis < shape.Length; step *= shape[axis++]) strides[axis] = step;
        StridedArray.Pack<float>(values, result, [.. shape, parts], [.. strides, 1]);
        return result;
    }
}
