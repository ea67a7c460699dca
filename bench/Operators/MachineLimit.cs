using Microsoft.ML.NeuralOperators;
using TorchSharp;

namespace Operators.Bench;

/// <summary>
/// What the machine could do at best: the rate of a large matrix product of torch, with torch's own number of threads.
/// </summary>
internal static class MachineLimit
{
    private const int Points = 1024;

    /// <summary>Seconds of one product of two square matrices.</summary>
    public static Reading Product(Workload workload)
    {
        torch.Device device = torch.device(workload.Device);
        using torch.Tensor a = torch.rand([Points, Points], device: device),
            b = torch.rand([Points, Points], device: device);
        var (wall, cpu) = Clock.Repeat(() =>
        {
            using torch.Tensor c = torch.matmul(a, b);
            if (device.type == DeviceType.CUDA) torch.cuda.synchronize();
        });
        return new Reading(0, wall, cpu, $"{torch.get_num_threads()} threads");
    }

    /// <summary>Floating point operations a second of that product, the best of three processes.</summary>
    public static double FlopsPerSecond(string device)
    {
        var product = new Workload { Kind = Workload.Product, Model = "", Size = Points, Batch = 1, Device = device };
        return 2.0 * Points * Points * Points / Enumerable.Range(0, 3)
            .Min(_ => Contender.Ours.Measure(product).Seconds);
    }

    /// <summary>
    /// Floating point operations of a row, as the definition writes them. The backward pass counts as two forward
    /// passes.
    /// </summary>
    public static double Flops(Workload w)
    {
        bool isTraining = w.Kind == Workload.Epoch;
        double forward = CostInterpreter.Measure(Ours.Define(w.Model, w.Size),
            Shape.Of(isTraining ? w.Samples : w.Batch, 1, w.Size, w.Size)).Flops;
        return isTraining ? 3 * forward : forward;
    }
}
