using System.Collections.Immutable;
using static Microsoft.ML.Transforms.NormalizingTransformer;

namespace Microsoft.ML.NeuralOperators.Model.Chains;

/// <summary>
/// A column's normaliser: (x - offset) · scale, or the cumulative distribution for a mean and a standard deviation.
/// </summary>
/// <param name="Centre">Offsets, which may be empty, or means.</param>
/// <param name="Width">Scales or standard deviations.</param>
/// <param name="IsCumulative">Which of the two.</param>
internal sealed record ChainNormalizer(float[] Centre, float[] Width, bool IsCumulative)
{
    // The share of a normal distribution below one standard deviation above its mean, as ML.NET approximates it.
    private const float AtMean = 0.5f, AtDeviation = 0.8413026f;
    private const float Tolerance = 1e-5f;

    public static ChainColumn Convert(Transforms.NormalizingTransformer transformer, int count, IRowToRowMapper mapper,
        KeyValuePair<DataViewSchema.Column, ChainColumn> source, DataViewSchema.Column column)
    {
        bool isPredicted = source.Value.IsPredicted;
        // ML.NET numbers the parameters in the order of columns that it does not tell: those that explain its results
        // are taken.
        ChainNormalizer? found = ChainColumn.SizesOf(source.Key.Type) is null ? null
            : Enumerable.Range(0, count).Select(transformer.GetNormalizerModelParameters).Select(Of)
                .FirstOrDefault(n => n is not null && n.Explains(mapper, column));
        return found is null
            ? ChainColumn.Refused("the kind of normaliser that NormalizingTransformer applies to column "
                + $"'{source.Key.Name}' ({source.Key.Type}) is not converted; those without bins and logarithms, of "
                + "vectors of Single of known size, are", isPredicted)
            : new ChainColumn(source.Value.Sizes, isPredicted,
                graph => found.Write(graph, source.Value.In(graph), source.Value.Sizes));
    }

    private static ChainNormalizer? Of(NormalizerModelParametersBase parameters) => parameters switch
    {
        AffineNormalizerModelParameters<ImmutableArray<float>> affine
            => new(Numbers(affine.Offset), Numbers(affine.Scale), false),
        AffineNormalizerModelParameters<float> affine => new([affine.Offset], [affine.Scale], false),
        CdfNormalizerModelParameters<ImmutableArray<float>> { UseLog: false } cdf
            => new(Numbers(cdf.Mean), Numbers(cdf.StandardDeviation), true),
        CdfNormalizerModelParameters<float> { UseLog: false } cdf => new([cdf.Mean], [cdf.StandardDeviation], true),
        _ => null,
    };

    private static float[] Numbers(ImmutableArray<float> values) => values.IsDefault ? [] : [.. values];

    private bool Explains(IRowToRowMapper mapper, DataViewSchema.Column column)
    {
        int length = ChainColumn.SizesOf(column.Type)?.Aggregate(1, (product, size) => product * size) ?? 0;
        if (length != Width.Length) return false;
        float[] centre = Centre.Length == 0 ? new float[length] : Centre;
        float[] aside = [.. centre.Zip(Width, (c, w) => c + (IsCumulative ? w : float.IsNormal(w) ? 1 / w : 1))];
        return Fits(centre, AtMean) && Fits(aside, AtDeviation);

        bool Fits(float[] x, float share)
        {
            float[] expected = [.. Enumerable.Range(0, length)
                .Select(i => !IsCumulative ? (x[i] - centre[i]) * Width[i] : Width[i] > 0 ? share : 0)];
            return Probe.Run(mapper, column, _ => x).Zip(expected).All(pair => pair.First.Equals(pair.Second)
                || Math.Abs(pair.First - pair.Second) <= Tolerance * (1 + Math.Abs(pair.Second)));
        }
    }

    private string Write(ChainGraph graph, string x, int[] sizes)
        => IsCumulative ? graph.Cumulate(x, sizes, Centre, Width) : graph.Affine(x, sizes, Centre, Width);
}
