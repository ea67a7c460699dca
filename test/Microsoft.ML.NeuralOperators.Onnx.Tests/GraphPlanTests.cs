using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>Which shapes get a CUDA graph.</summary>
public class GraphPlanTests
{
    private readonly List<string> _made = [], _freed = [];

    [Fact]
    public void A_shape_gets_one_when_it_comes_again()
    {
        using var plan = Plan();
        Assert.Null(plan.For("a"));
        Assert.Null(plan.For("b"));
        Thing? a = plan.For("a");
        Assert.Equal("a", a?.Shape);
        Assert.Same(a, plan.For("a"));
        Assert.Equal(["a"], _made);
    }

    [Fact]
    public void The_one_used_longest_ago_makes_room()
    {
        using var plan = Plan();
        foreach (string shape in new[] { "a", "b", "c", "d" }) Make(plan, shape);
        Assert.NotNull(plan.For("a"));
        Make(plan, "e");
        Assert.Equal(["b"], _freed);
        Assert.NotNull(plan.For("a"));
        // What was freed has to come often.
        for (int i = 0; i < GraphPlan<Thing>.RunsBeforeAgain; i++) Assert.Null(plan.For("b"));
        Assert.NotNull(plan.For("b"));
        Assert.Equal(["b", "c"], _freed);
    }

    [Fact]
    public void Nothing_is_tried_again_after_a_failure()
    {
        int tried = 0;
        using var plan = new GraphPlan<Thing>(_ =>
        {
            tried++;
            return null;
        });
        for (int i = 0; i < 5; i++) Assert.Null(plan.For("a"));
        Assert.Equal(1, tried);
    }

    [Fact]
    public void All_are_freed_at_the_end()
    {
        GraphPlan<Thing> plan = Plan();
        Make(plan, "a");
        Make(plan, "b");
        plan.Dispose();
        Assert.Equal(["a", "b"], _freed);
        Assert.Null(plan.For("a"));
    }

    private GraphPlan<Thing> Plan() => new(shape =>
    {
        _made.Add(shape);
        return new Thing(shape, _freed);
    });

    private static void Make(GraphPlan<Thing> plan, string shape)
    {
        for (int i = 0; i < GraphPlan<Thing>.RunsBefore; i++) plan.For(shape);
        Assert.NotNull(plan.For(shape));
    }

    private sealed class Thing(string shape, List<string> freed) : IDisposable
    {
        public string Shape { get; } = shape;

        public void Dispose() => freed.Add(Shape);
    }
}
