using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public class ModuleTests
{
    private sealed class Net : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Linear first = Linear(3, 4);
        private readonly Linear second = Linear(4, 2, hasBias: false);
        private readonly Parameter scale = Parameter(torch.ones(1));
        private readonly torch.Tensor offset = torch.zeros(2);

        public Net() : base("Net") => RegisterComponents();

        public override torch.Tensor forward(torch.Tensor input) => second.call(functional.gelu(first.call(input))) * scale + offset;
    }

    [Fact]
    public void ComponentsHaveTheirFieldsNames()
    {
        using var net = new Net();
        Assert.Equal(["scale", "first.weight", "first.bias", "second.weight"], net.named_parameters().Select(p => p.Item1));
        Assert.Equal(["first", "second"], net.named_children().Select(c => c.Item1));
        Assert.Equal(["first.bias", "first.weight", "offset", "scale", "second.weight"], net.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1 + 12 + 4 + 8, net.parameters().Sum(p => p.numel()));
        Assert.All(net.parameters(), p => Assert.True(p.requires_grad));
        Assert.NotNull(net.get_parameter("first.weight"));
        Assert.True(net.has_buffer("offset"));
        Assert.False(net.has_parameter("third"));
    }

    [Fact]
    public void ForwardIsTheFormula()
    {
        using var net = new Net();
        torch.Tensor x = torch.randn(5, 3);
        torch.Tensor hidden = functional.gelu(x.matmul(net.get_parameter("first.weight")!.t()) + net.get_parameter("first.bias")!);
        Check.Same(hidden.matmul(net.get_parameter("second.weight")!.t()), net.call(x), 1e-5);
    }

    [Fact]
    public void StateMovesBetweenModules()
    {
        using var a = new Net();
        using var b = new Net();
        torch.Tensor x = torch.randn(5, 3);
        var copy = a.state_dict().ToDictionary(e => e.Key, e => e.Value.detach().clone());
        b.load_state_dict(copy);
        Check.Same(a.call(x), b.call(x), 0);
        copy.Remove("scale");
        Assert.Throws<InvalidOperationException>(() => b.load_state_dict(copy));
        (IList<string> missing, _) = b.load_state_dict(copy, strict: false);
        Assert.Equal(["scale"], missing);
    }

    [Fact]
    public void SavedStateIsReadBack()
    {
        using var net = new Net();
        using var stream = new MemoryStream();
        net.save(stream);
        stream.Position = 0;
        // The layout: a count, then names and tensors.
        using var reader = new BinaryReader(stream);
        long count = reader.Read7BitEncodedInt64();
        Assert.Equal(5, count);
        Dictionary<string, torch.Tensor> own = net.state_dict();
        for (long k = 0; k < count; k++)
        {
            torch.Tensor expected = own[reader.ReadString()];
            torch.Tensor read = torch.empty_like(expected.detach());
            read.Load(reader);
            Check.Same(expected, read, 0);
        }
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void TensorsAreSavedToFiles()
    {
        string path = Path.GetTempFileName();
        try
        {
            torch.Tensor t = torch.randn(3, 4, dtype: torch.float64);
            torch.save(t, path);
            torch.Tensor read = torch.load(path);
            Assert.Equal(torch.float64, read.dtype);
            Check.Same(t, read, 0);
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void ModesReachAllChildren()
    {
        using Sequential net = Sequential(("a", Linear(2, 2)), ("b", Dropout(0.9)));
        torch.Tensor x = torch.ones(1, 2);
        net.eval();
        Assert.False(net.training);
        Assert.All(net.children(), c => Assert.False(c.training));
        Check.Same(net.call(x), net.call(x), 0);
        net.train();
        Assert.True(net.training);
        int visited = 0;
        net.apply(_ => visited++);
        Assert.Equal(3, visited);
        Assert.Equal(["a.weight", "a.bias"], net.named_parameters().Select(p => p.Item1));
    }

    private sealed class Holder : Module<torch.Tensor, torch.Tensor>
    {
        private readonly ModuleList<Linear> layers = ModuleList(Linear(2, 2), Linear(2, 2));
        private readonly ParameterList scales = ParameterList(Parameter(torch.ones(1)), Parameter(torch.ones(2)));

        public Holder() : base("Holder") => RegisterComponents();

        public override torch.Tensor forward(torch.Tensor input) => layers.Aggregate(input, (x, layer) => layer.call(x)) * scales[0];
    }

    [Fact]
    public void Containers()
    {
        using var holder = new Holder();
        Assert.Equal(["layers.0.bias", "layers.0.weight", "layers.1.bias", "layers.1.weight", "scales.0", "scales.1"],
            holder.named_parameters().Select(p => p.Item1).Order(StringComparer.Ordinal));
        Check.Shape(holder.call(torch.ones(3, 2)), 3, 2);
    }

    [Fact]
    public void HooksSeeAndChangeCalls()
    {
        using Linear layer = Linear(2, 2);
        torch.Tensor x = torch.ones(1, 2);
        torch.Tensor plain = layer.call(x);
        var before = layer.register_forward_pre_hook((_, input) => input * 0);
        var after = layer.register_forward_hook((_, _, output) => output + 1);
        Check.Same(layer.bias! + 1, layer.call(x)[0]);
        before.remove();
        after.remove();
        Check.Same(plain, layer.call(x), 0);
    }

    [Fact]
    public void Layers()
    {
        torch.Tensor x = torch.randn(2, 4, 5);
        Check.Values(GroupNorm(2, 4).call(x).mean(), [0], 1e-5);
        Check.Shape(Embedding(10, 3).call(torch.tensor(new[] { 1L, 2 })), 2, 3);
        Check.Same(functional.gelu(x), GELU().call(x), 0);
        Check.Same(x.relu(), ReLU().call(x), 0);
        Check.Same(x.silu(), SiLU().call(x), 0);
        Check.Same(x.tanh(), Tanh().call(x), 0);
        Check.Same(x.sigmoid(), Sigmoid().call(x), 0);
        Check.Same(x.softmax(1), Softmax(1).call(x), 0);
        Check.Same(x, Identity().call(x), 0);
        Check.Same(functional.mse_loss(x, x * 2), MSELoss().call(x, x * 2), 0);
        Check.Same(functional.l1_loss(x, x * 2), L1Loss().call(x, x * 2), 0);
    }

    [Fact]
    public void InitialValues()
    {
        torch.manual_seed(5);
        torch.Tensor w = torch.empty(200, 100);
        init.xavier_uniform_(w);
        Assert.InRange(w.abs().max().ToDouble(), 0.13, Math.Sqrt(6.0 / 300));
        init.xavier_normal_(w);
        Assert.Equal(Math.Sqrt(2.0 / 300), w.std().ToDouble(), 3);
        init.kaiming_uniform_(w, Math.Sqrt(5));
        Assert.InRange(w.abs().max().ToDouble(), 0.09, 0.1);
        init.normal_(w, 1, 0.5);
        Assert.Equal(1, w.mean().ToDouble(), 1);
        init.trunc_normal_(w);
        Assert.InRange(w.abs().max().ToDouble(), 1, 2);
        init.constant_(w, 3);
        Assert.Equal(3, w.mean().ToDouble());
        torch.Tensor q = torch.empty(4, 4, dtype: torch.float64);
        init.orthogonal_(q);
        Check.Same(torch.eye(4, dtype: torch.float64), q.matmul(q.t()));
    }

    [Fact]
    public void GradientsAreClipped()
    {
        Parameter p = Parameter(torch.zeros(2)), q = Parameter(torch.zeros(2));
        using var sgd = torch.optim.SGD([p, q], 1);
        void Backward()
        {
            sgd.zero_grad();
            ((p * torch.tensor(new[] { 3f, 0 })).sum() + (q * torch.tensor(new[] { 0f, -4 })).sum()).backward();
        }

        Backward();
        Assert.Equal(5, utils.clip_grad_norm_([p, q], 1), 4);
        sgd.step();
        Check.Values(p, [-0.6, 0], 1e-5);
        Check.Values(q, [0, 0.8], 1e-5);
        Backward();
        utils.clip_grad_value_([p, q], 0.5);
        sgd.step();
        Check.Values(p, [-1.1, 0], 1e-5);
        Check.Values(q, [0, 1.3], 1e-5);
    }
}
