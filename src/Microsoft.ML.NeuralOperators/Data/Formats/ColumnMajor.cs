namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Arrays whose first axis runs fastest, as Fortran and MATLAB store them.</summary>
internal static class ColumnMajor
{
    /// <summary>The same numbers with the last axis fastest.</summary>
    public static float[] ToRowMajor(float[] values, long[] shape, int parts, ReadBudget budget)
    {
        budget.Take(sizeof(float) * (long)values.Length);
        var result = new float[values.Length];
        var steps = new long[shape.Length];
        for (long axis = 0, step = 1; axis < shape.Length; step *= shape[axis++]) steps[axis] = step;
        var index = new long[shape.Length];
        long source = 0;
        for (int target = 0; target < values.Length / parts; target++)
        {
            for (int part = 0; part < parts; part++) result[target * parts + part] = values[source * parts + part];
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += steps[axis];
                if (++index[axis] < shape[axis]) break;
                source -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return result;
    }
}
