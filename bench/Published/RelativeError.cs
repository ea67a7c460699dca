namespace Published;

/// <summary>‖a - b‖₂/‖b‖₂ of one sample.</summary>
internal static class RelativeError
{
    public static double Of(ReadOnlySpan<float> values, ReadOnlySpan<float> truth)
    {
        double difference = 0, norm = 0;
        for (int i = 0; i < values.Length; i++)
        {
            difference += ((double)values[i] - truth[i]) * ((double)values[i] - truth[i]);
            norm += (double)truth[i] * truth[i];
        }
        return Math.Sqrt(difference / norm);
    }
}
