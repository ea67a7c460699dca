using Operators.Bench;
using PlainTorchSharp;
using TorchSharp;
using static TorchSharp.torch;

// One measurement, given and printed as JSON; bench/Operators starts it.
if (args is not ["--measure", var json])
{
    Console.Error.WriteLine("Run bench/Operators, which starts this program.");
    return 2;
}
Workload w = Workload.Parse(json);
random.manual_seed(0);
Device device = torch.device(w.Device);
nn.Module<Tensor, Tensor> model = w.Model == "fno" ? new Fourier(w.Size) : new Multigrid(w.Size);
model.to(device);
var (wall, cpu) = w.Kind switch
{
    Workload.Epoch => Train(),
    Workload.Prediction => Predict(),
    Workload.Outputs => Show(),
    _ => throw new ArgumentException($"There is no measurement '{w.Kind}'."),
};
long parameters = model.parameters().Sum(p => p.is_complex() ? 2 * p.numel() : p.numel());
Console.WriteLine(new Reading(parameters, wall, cpu,
    $"TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)}, {get_num_threads()} threads").ToJson());
return 0;

(double, double) Train()
{
    Tensor x = (rand([w.Samples, 1, w.Size, w.Size]) - 0.5).to(device),
        y = (rand([w.Samples, 1, w.Size, w.Size]) - 0.5).to(device);
    optim.Optimizer optimizer = optim.Adam(model.parameters(), 1e-3, weight_decay: 1e-4);
    var marks = new List<(double, double)> { Clock.Now };
    model.train();
    for (int epoch = 0; epoch < w.Epochs; epoch++)
    {
        using Tensor order = randperm(w.Samples, device: device);
        for (int start = 0; start < w.Samples; start += w.Batch)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor part = order.narrow(0, start, Math.Min(w.Batch, w.Samples - start));
            optimizer.zero_grad();
            Tensor loss = RelativeH1(model.forward(x.index_select(0, part)), y.index_select(0, part));
            loss.backward();
            optimizer.step();
        }
        if (device.type == DeviceType.CUDA) cuda.synchronize();
        marks.Add(Clock.Now);
    }
    return Clock.BestInterval(marks);
}

(double, double) Predict()
{
    model.eval();
    using IDisposable inference = inference_mode();
    Tensor x = rand([w.Batch, 1, w.Size, w.Size]) - 0.5;
    return Clock.Repeat(() =>
    {
        using DisposeScope scope = NewDisposeScope();
        model.forward(x.to(device)).cpu();
    });
}

// No time is measured: outputs and loss for the weights and inputs of a folder.
(double, double) Show()
{
    // Ten bits of mantissa would hide a difference of the networks.
    backends.cudnn.allow_tf32 = false;
    RawFile.Load(model, w.Folder!);
    using IDisposable inference = inference_mode();
    long[] shape = [w.Batch, 1, w.Size, w.Size];
    Tensor output = model.forward(RawFile.Read(w.Folder!, "input", shape).to(device));
    RawFile.Write(w.Folder!, "output", output.cpu());
    RawFile.Write(w.Folder!, "loss",
        RelativeH1(output, RawFile.Read(w.Folder!, "target", shape).to(device)).reshape(1).cpu());
    return (0, 0);
}

static Tensor RelativeH1(Tensor prediction, Tensor target)
{
    return (Norm(prediction - target) / Norm(target)).mean();

    static Tensor Norm(Tensor x)
    {
        Tensor total = x.square();
        for (int axis = 2; axis < 4; axis++)
            total += ((x.roll(-1, axis) - x.roll(1, axis)) * (x.shape[axis] / 2.0)).square();
        return total.sum([1, 2, 3]).sqrt();
    }
}
