using System.Diagnostics;

namespace Scaling.Bench;

/// <summary>
/// Network namespaces as machines: each has a link to one bridge, whose rate is shaped in both directions. They go with
/// the program.
/// </summary>
internal sealed class Namespaces : IDisposable
{
    private const string Hub = "scaling-hub", Network = "10.78.0";
    private readonly int _count;
    private readonly string _agent;

    /// <summary>Makes them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="isNeeded">Whether there are to be any.</param>
    public Namespaces(int count, bool isNeeded)
    {
        _count = isNeeded ? count : 0;
        _agent = Path.Combine(Path.GetTempPath(), $"scaling-agent-{Environment.ProcessId}");
        if (!isNeeded) return;
        Ip($"netns add {Hub}");
        Ip($"-n {Hub} link add hub type bridge");
        Ip($"-n {Hub} link set hub up");
        for (int i = 0; i < count; i++)
        {
            Ip($"netns add {Name(i)}");
            Ip($"link add link{i} netns {Name(i)} type veth peer name port{i} netns {Hub}");
            Ip($"-n {Hub} link set port{i} master hub");
            Ip($"-n {Hub} link set port{i} up");
            Ip($"-n {Name(i)} link set lo up");
            Ip($"-n {Name(i)} addr add {Address(i)}/24 dev link{i}");
            Ip($"-n {Name(i)} link set link{i} up");
        }
        // What the launcher takes for ssh: options, the host, the command.
        File.WriteAllText(_agent, $"""
            #!/bin/sh
            while [ "$1" != "$(echo $1 | sed 's/^-//')" ]; do shift; done
            number=$(( $(echo $1 | sed 's/.*\.//') - 1 )); shift
            exec ip netns exec scaling-$number sh -c "$*"

            """);
        Run("/usr/bin/chmod", $"500 {_agent}");
    }

    /// <summary>Sets the rate of every link, each way.</summary>
    public void Shape(int megabits)
    {
        string rate = $"root tbf rate {megabits}mbit burst 128kb latency 50ms";
        for (int i = 0; i < _count; i++)
        {
            Run("/usr/sbin/tc", $"-n {Name(i)} qdisc replace dev link{i} {rate}");
            Run("/usr/sbin/tc", $"-n {Hub} qdisc replace dev port{i} {rate}");
        }
    }

    /// <summary>What starts a program in a namespace.</summary>
    public string[] Enter(int number) => ["/usr/sbin/ip", "netns", "exec", Name(number)];

    /// <summary>Arguments of Open MPI's launcher for a rank in each of some namespaces.</summary>
    public string[] Hosts(int count) =>
    [
        "--host", string.Join(',', Enumerable.Range(0, count).Select(Address)), "-mca", "plm_rsh_agent", _agent,
        "-mca", "btl", "self,tcp", "-mca", "btl_tcp_if_include", $"{Network}.0/24", "-mca", "oob_tcp_if_include",
        $"{Network}.0/24",
    ];

    public void Dispose()
    {
        for (int i = 0; i < _count; i++) Ip($"netns del {Name(i)}");
        if (_count > 0) Ip($"netns del {Hub}");
        File.Delete(_agent);
    }

    private static string Name(int number) => $"scaling-{number}";

    private static string Address(int number) => $"{Network}.{number + 1}";

    private static void Ip(string arguments) => Run("/usr/sbin/ip", arguments);

    private static void Run(string program, string arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {arguments}: {error}");
    }
}
