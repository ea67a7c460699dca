using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PlainTorchSharp;

/// <summary>
/// MgNO as its authors' program MgNO_DC has it: nn.Conv2d, nn.ConvTranspose2d and GELU. Parameter names are theirs.
/// </summary>
internal sealed class Multigrid : Module<Tensor, Tensor>
{
    private readonly ModuleList<Cycle> conv_list = new();
    private readonly ModuleList<Conv2d> linear_list = new();
    private readonly Conv2d linear;

    public Multigrid(int size, int channels = 24, int layers = 4) : base(nameof(Multigrid))
    {
        int levels = (int)Math.Log2(size);
        for (int i = 0; i < layers; i++)
        {
            conv_list.Add(new Cycle(i == 0 ? 1 : channels, channels, levels));
            linear_list.Add(Conv2d(i == 0 ? 1 : channels, channels, 1));
        }
        linear = Conv2d(channels, 1, 1, bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor u)
    {
        for (int i = 0; i < conv_list.Count; i++)
            u = functional.gelu(conv_list[i].forward(u) + linear_list[i].forward(u));
        return linear.forward(u);
    }

    /// <summary>One V-cycle with a step of smoothing on every level, and two on the coarsest.</summary>
    private sealed class Cycle : Module<Tensor, Tensor>
    {
        private readonly Step _first;
        private readonly List<(Restriction Restriction, Step[] Steps)> _coarser = [];
        private readonly ModuleList<ConvTranspose2d> RTlayers = new();

        public Cycle(int source, int channels, int levels) : base(nameof(Cycle))
        {
            _first = new Step(source, channels, isFirst: true);
            register_module("layer0", ModuleList(_first));
            for (int level = 1; level < levels; level++)
            {
                var restriction = new Restriction(source, channels);
                Step[] steps = [.. Enumerable.Range(0, level == levels - 1 ? 2 : 1)
                    .Select(_ => new Step(source, channels, isFirst: false))];
                _coarser.Add((restriction, steps));
                register_module($"layer{level}", ModuleList<Module>([restriction, .. steps]));
                RTlayers.Add(ConvTranspose2d(channels, channels, 4, stride: 2, padding: 1, bias: false));
            }
            register_module(nameof(RTlayers), RTlayers);
        }

        public override Tensor forward(Tensor f)
        {
            Tensor u = _first.forward(null, f);
            var solutions = new Stack<Tensor>();
            foreach (var (restriction, steps) in _coarser)
            {
                solutions.Push(u);
                (u, f) = restriction.forward(u, f);
                foreach (Step step in steps) u = step.forward(u, f);
            }
            for (int level = RTlayers.Count - 1; level >= 0; level--) u = solutions.Pop() + RTlayers[level].forward(u);
            return u;
        }
    }

    /// <summary>u ← u + S(f - A u), or u = S f for the first one.</summary>
    private sealed class Step : Module<Tensor?, Tensor, Tensor>
    {
        private readonly Conv2d? A;
        private readonly Conv2d S;

        public Step(int source, int channels, bool isFirst) : base(nameof(Step))
        {
            A = isFirst ? null : Conv2d(channels, source, 3, padding: 1, bias: false);
            S = Conv2d(source, channels, 3, padding: 1, bias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor? u, Tensor f)
            => u is null ? S.forward(f) : u + S.forward(f - A!.forward(u));
    }

    /// <summary>Solution and right-hand side on the next coarser grid.</summary>
    private sealed class Restriction : Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private readonly Conv2d Pi, R;

        public Restriction(int source, int channels) : base(nameof(Restriction))
        {
            Pi = Conv2d(channels, channels, 3, stride: 2, padding: 1, bias: false);
            R = Conv2d(source, source, 3, stride: 2, padding: 1, bias: false);
            RegisterComponents();
        }

        public override (Tensor, Tensor) forward(Tensor u, Tensor f) => (Pi.forward(u), R.forward(f));
    }
}
