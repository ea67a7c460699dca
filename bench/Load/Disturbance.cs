namespace Load.Bench;

/// <summary>What happens again and again beside the requests.</summary>
internal static class Disturbance
{
    public static Task EveryAsync(TimeSpan interval, Action act, CancellationToken stop)
        => EveryAsync(interval, int.MaxValue, _ =>
        {
            act();
            return Task.CompletedTask;
        }, stop);

    /// <summary>Acts a number of times, or until the end.</summary>
    public static async Task EveryAsync(TimeSpan interval, int times, Func<CancellationToken, Task> act,
        CancellationToken stop)
    {
        try
        {
            for (int i = 0; i < times; i++)
            {
                await Task.Delay(interval, stop);
                await act(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }
}
