namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The proper orthogonal decomposition of fields, by the method of snapshots (Sirovich 1987).</summary>
internal static class OrthogonalDecomposition
{
    /// <summary>Modes of samples.</summary>
    /// <param name="fields">The samples, all at the same points.</param>
    /// <param name="count">How many modes.</param>
    /// <param name="isNormalized">Whether the samples are normalised per channel first, as training does it.</param>
    /// <exception cref="InvalidOperationException">The samples do not vary in so many directions.</exception>
    public static OrthogonalModes Of(FieldSamples fields, int count, bool isNormalized)
    {
        ArgumentNullException.ThrowIfNull(fields);
        for (int i = 0; i < fields.Count; i++)
            if (fields[i].Contains(float.NaN))
                throw new InvalidOperationException($"Field '{fields.Name}': row {i} holds NaN; modes of fields are "
                    + "found from whole fields only. Take a DeepONet without orthogonal modes.");
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor samples =
            torch.tensor(fields.Values, [fields.Count, fields.SampleLength], torch.ScalarType.Float32)
            .type(torch.ScalarType.Float64);
        if (isNormalized)
        {
            var (mean, deviation) = fields.Statistics();
            samples = (samples - Repeated(mean)) / Repeated(deviation);
        }
        torch.Tensor average = samples.mean([0L]), variation = samples - average;
        // Of the two products the smaller one has the same eigenvalues but zeros (method of snapshots, Sirovich 1987).
        bool hasFewSamples = fields.Count <= fields.SampleLength;
        torch.Tensor product = hasFewSamples ? variation.mm(variation.t()) : variation.t().mm(variation);
        var (values, vectors) = torch.linalg.eigh(product);
        long size = values.shape[0];
        double[] eigenvalues = values.data<double>().ToArray();
        int rank = eigenvalues.Count(v => v > 1e-10 * Math.Max(eigenvalues[^1], double.Epsilon));
        if (count > rank)
            throw new InvalidOperationException(
                $"Field '{fields.Name}': {fields.Count} samples vary in {rank} directions, but the options ask for "
                + $"{count} orthogonal modes.");
        // Eigenvalues ascend.
        torch.Tensor largest = vectors.narrow(1, size - count, count).flip(1).t();
        torch.Tensor modes = hasFewSamples ? largest.mm(variation) : largest;
        modes = modes / (modes * modes).mean([1L], keepdim: true).sqrt();
        return new OrthogonalModes(Numbers(average), Numbers(modes));

        torch.Tensor Repeated(float[] statistic)
            => torch.tensor([.. statistic.SelectMany(s
                => Enumerable.Repeat((double)s, fields.SampleLength / fields.Channels))], [fields.SampleLength]);
    }

    private static float[] Numbers(torch.Tensor tensor)
        => tensor.type(torch.ScalarType.Float32).contiguous().data<float>().ToArray();
}
