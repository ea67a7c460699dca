using Orleans.Runtime;

namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>
/// Gives trials to the workers that they fit, and looks after the leases: a trial of a worker that is no member of the
/// cluster any more is given to the next one.
/// </summary>
/// <param name="decisions">The experiment, in this process.</param>
/// <param name="members">Who lives.</param>
internal sealed class StudyGrain(StudyDecisions decisions, IClusterMembershipService members)
    : Grain, IStudyGrain, IRemindable
{
    private const string Leases = "leases";

    // The shortest that Orleans takes.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, WorkerOffer> _offers = new(StringComparer.Ordinal);
    private MembershipVersion _looked = MembershipVersion.MinValue;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        // Wakes the study on another worker when this one ends and no other asks.
        await this.RegisterOrUpdateReminder(Leases, Period, Period);
    }

    public async Task<TrialAssignment> Next(WorkerOffer offer)
    {
        await LookAfterLeases();
        foreach (string worker in _offers.Keys.Where(w => !IsMember(w)).ToArray()) _offers.Remove(worker);
        _offers[offer.Worker] = offer;
        // A tuner may compute for a while, and the database has its own pace.
        TrialAssignment assignment = await Task.Run(() => decisions.Next(offer, _offers.Values));
        if (assignment.IsDone && await this.GetReminder(Leases) is { } reminder)
            await this.UnregisterReminder(reminder);
        return assignment;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _looked = MembershipVersion.MinValue;
        return LookAfterLeases();
    }

    private async Task LookAfterLeases()
    {
        ClusterMembershipSnapshot snapshot = members.CurrentSnapshot;
        if (snapshot.Version == _looked) return;
        _looked = snapshot.Version;
        await Task.Run(() => decisions.LetGo(IsLost));
    }

    // Workers outside the cluster, which share the study without it, have other names.
    private bool IsLost(string worker) => Address(worker) is { } silo
        && members.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Dead;

    private bool IsMember(string worker) => Address(worker) is { } silo
        && members.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active;

    private static SiloAddress? Address(string worker)
    {
        try
        {
            return SiloAddress.FromParsableString(worker);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
