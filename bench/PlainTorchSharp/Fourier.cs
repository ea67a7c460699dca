using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PlainTorchSharp;

/// <summary>
/// FNO as the library neuraloperator has it: coordinates as channels, lifting, Fourier layers, projection. Parameter
/// names are that library's.
/// </summary>
internal sealed class Fourier : Module<Tensor, Tensor>
{
    private readonly Mlp lifting, projection;
    private readonly FourierBlocks fno_blocks;

    public Fourier(int size, int channels = 24, int layers = 4) : base(nameof(Fourier))
    {
        lifting = new Mlp(3, 2 * channels, channels);
        fno_blocks = new FourierBlocks(Math.Min(16, size / 2), channels, layers);
        projection = new Mlp(channels, 2 * channels, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        long batch = x.shape[0], n = x.shape[2], m = x.shape[3];
        Tensor rows = (arange(n, ScalarType.Float32, x.device) / n).reshape(1, 1, n, 1).expand(batch, 1, n, m);
        Tensor columns = (arange(m, ScalarType.Float32, x.device) / m).reshape(1, 1, 1, m).expand(batch, 1, n, m);
        return projection.forward(fno_blocks.forward(lifting.forward(cat([x, rows, columns], 1))));
    }
}

/// <summary>The Fourier layers.</summary>
internal sealed class FourierBlocks : Module<Tensor, Tensor>
{
    private readonly ModuleList<SpectralConv> convs = new();
    private readonly ModuleList<Skip> fno_skips = new();
    private readonly ModuleList<Mlp> channel_mlp = new();
    private readonly ModuleList<Gate> channel_mlp_skips = new();

    public FourierBlocks(int modes, int channels, int layers) : base(nameof(FourierBlocks))
    {
        for (int i = 0; i < layers; i++)
        {
            convs.Add(new SpectralConv(channels, modes));
            fno_skips.Add(new Skip(channels));
            channel_mlp.Add(new Mlp(channels, channels / 2, channels));
            channel_mlp_skips.Add(new Gate(channels));
        }
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        for (int i = 0; i < convs.Count; i++)
        {
            Tensor y = Activate(convs[i].forward(x) + fno_skips[i].forward(x), i);
            x = Activate(channel_mlp[i].forward(y) + channel_mlp_skips[i].forward(x), i);
        }
        return x;
    }

    private Tensor Activate(Tensor x, int layer) => layer == convs.Count - 1 ? x : functional.gelu(x);
}

/// <summary>Two 1×1 convolutions with a GELU between them.</summary>
internal sealed class Mlp : Module<Tensor, Tensor>
{
    private readonly ModuleList<Conv2d> fcs;

    public Mlp(int inputs, int hidden, int outputs) : base(nameof(Mlp))
    {
        fcs = ModuleList(Conv2d(inputs, hidden, 1), Conv2d(hidden, outputs, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => fcs[1].forward(functional.gelu(fcs[0].forward(x)));
}

/// <summary>A 1×1 convolution beside the spectral one.</summary>
internal sealed class Skip : Module<Tensor, Tensor>
{
    private readonly Conv2d conv;

    public Skip(int channels) : base(nameof(Skip))
    {
        conv = Conv2d(channels, channels, 1, bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => conv.forward(x);
}

/// <summary>One factor for every channel.</summary>
internal sealed class Gate : Module<Tensor, Tensor>
{
    private readonly Parameter weight;

    public Gate(int channels) : base(nameof(Gate))
    {
        weight = new Parameter(ones(1, channels, 1, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => weight * x;
}
