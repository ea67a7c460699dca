using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Tests;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TrainingTests
{
    private static Sequential Net() => nn.Sequential(("a", nn.Linear(2, 16)), ("b", nn.GELU()), ("c", nn.Linear(16, 1)));

    private static double Train(Sequential net, int steps)
    {
        using var generator = new torch.Generator(1);
        using torch.Tensor x = torch.rand(new long[] { 32, 2 }, generator: generator), y = (x.select(1, 0) * x.select(1, 1)).unsqueeze(1);
        using var adam = optim.Adam(net.parameters(), 0.01);
        double last = 0;
        for (int k = 0; k < steps; k++)
        {
            using var scope = torch.NewDisposeScope();
            adam.zero_grad();
            torch.Tensor loss = nn.functional.mse_loss(net.call(x), y);
            loss.backward();
            adam.step();
            last = loss.ToDouble();
        }
        return last;
    }

    [Fact]
    public void MemoryStaysFlat()
    {
        using Sequential net = Net();
        Train(net, 100);
        long tensors = LiveTensorCount.AfterCollection();
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        long resident = process.WorkingSet64;
        double loss = Train(net, 1000);
        Assert.True(loss < 1e-2, $"loss {loss}");
        Assert.Equal(tensors, LiveTensorCount.AfterCollection());
        process.Refresh();
        Assert.True(process.WorkingSet64 - resident < 30 << 20, $"resident memory grew by {(process.WorkingSet64 - resident) >> 20} MB");
        Assert.True(torch.Tensor.PeakCount >= torch.Tensor.TotalCount);
    }

    [Fact]
    public void UndisposedTensorsAreFinalised()
    {
        void Make()
        {
            for (int k = 0; k < 1000; k++) _ = torch.zeros(100);
        }

        long before = LiveTensorCount.AfterCollection();
        Make();
        Assert.Equal(before, LiveTensorCount.AfterCollection());
    }

    [Fact]
    public void ReplicasTrainInThreads()
    {
        int threads = torch.get_num_threads();
        torch.set_num_threads(1);
        try
        {
            torch.manual_seed(3);
            Sequential[] nets = Enumerable.Range(0, 4).Select(_ => Net()).ToArray();
            foreach (Sequential net in nets[1..]) net.load_state_dict(nets[0].state_dict());
            var losses = new double[nets.Length];
            Thread[] workers = nets.Select((net, k) => new Thread(() =>
            {
                torch.set_num_threads(1);
                losses[k] = Train(net, 200);
            })).ToArray();
            foreach (Thread worker in workers) worker.Start();
            foreach (Thread worker in workers) worker.Join();
            Assert.All(losses, loss => Assert.Equal(losses[0], loss));
            Assert.InRange(losses[0], 1e-9, 0.05);
            foreach (Sequential net in nets) net.Dispose();
        }
        finally { torch.set_num_threads(threads); }
    }

    [Fact]
    public void TheProcessIsDescribed()
    {
        Assert.NotEmpty(torch.__version__);
        Assert.True(torch.get_num_threads() >= 1);
        Assert.True(torch.get_num_interop_threads() >= 1);
        Assert.Equal(torch.cuda.device_count() > 0, torch.cuda.is_available());
        Assert.Equal("cpu", torch.CPU.ToString());
        Assert.Equal(1, torch.device("cuda:1").index);
        Assert.Equal(DeviceType.CUDA, torch.device("cuda").type);
    }
}
