using Microsoft.ML.Runtime;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class MLContextTests
{
    [Fact]
    public void ItHasCatalogsAndDefaults()
    {
        var ml = new MLContext();
        Assert.NotNull(ml.Data);
        Assert.NotNull(ml.Transforms);
        Assert.NotNull(ml.Model);
        Assert.NotNull(ml.Regression);
        Assert.NotNull(ml.ComponentCatalog);
        Assert.Null(ml.GpuDeviceId);
        Assert.True(ml.FallbackToCpu);
        Assert.Equal(Path.GetTempPath(), ml.TempFilePath);
    }

    [Fact]
    public void SettingsAreKept()
    {
        var ml = new MLContext { GpuDeviceId = 1, FallbackToCpu = false, TempFilePath = "elsewhere" };
        Assert.Equal(1, ml.GpuDeviceId);
        Assert.False(ml.FallbackToCpu);
        Assert.Equal("elsewhere", ml.TempFilePath);
    }

    [Fact]
    public void MessagesOfComponentsAreLogged()
    {
        var ml = new MLContext(1);
        var seen = new List<LoggingEventArgs>();
        ml.Log += (sender, message) =>
        {
            Assert.Same(ml, sender);
            seen.Add(message);
        };
        using (IChannel channel = ((IHostEnvironment)ml).Register("Mine").Start("work"))
        {
            channel.Info(MessageSensitivity.None, "step {0} of {1}", 3, 4);
            channel.Warning(MessageSensitivity.None, "careful");
        }
        LoggingEventArgs info = seen.Single(m => m.Kind == ChannelMessageKind.Info);
        Assert.Equal("step 3 of 4", info.RawMessage);
        Assert.Equal("Mine; work", info.Source);
        Assert.Equal("[Source=Mine; work, Kind=Info] step 3 of 4", info.Message);
        Assert.Equal("careful", seen.Single(m => m.Kind == ChannelMessageKind.Warning).RawMessage);
    }

    [Fact]
    public void MessagesWithBracesNeedNoArguments()
    {
        var ml = new MLContext(1);
        string? last = null;
        ml.Log += (_, message) => last = message.RawMessage;
        using IChannel channel = ((IChannelProvider)ml).Start("work");
        channel.Error(MessageSensitivity.None, "{not a format");
        Assert.Equal("{not a format", last);
    }

    [Fact]
    public void NobodyNeedsToListen()
    {
        using IChannel channel = ((IChannelProvider)new MLContext()).Start("work");
        channel.Trace(MessageSensitivity.None, "heard by none");
    }

    [Fact]
    public void TheSeedDecidesTheNumbersOfHosts()
    {
        Assert.Equal(Numbers(4), Numbers(4));
        Assert.NotEqual(Numbers(4), Numbers(5));

        static int[] Numbers(int seed)
        {
            IHostEnvironment environment = new MLContext(seed);
            return [environment.Register("a").Rand.Next(), environment.Register("b").Rand.Next()];
        }
    }

    [Fact]
    public void AHostMayHaveItsOwnSeed()
        => Assert.Equal(((IHostEnvironment)new MLContext(1)).Register("a", seed: 9).Rand.Next(), ((IHostEnvironment)new MLContext(2)).Register("b", seed: 9).Rand.Next());

    [Fact]
    public void OptionsAreKeptByName()
    {
        var ml = new MLContext();
        Assert.True(ml.TryAddOption("size", 3));
        Assert.False(ml.TryAddOption("size", 4));
        Assert.Equal(3, ml.GetOptionOrDefault<int>("size"));
        ml.SetOption("size", 5);
        Assert.True(ml.TryGetOption("size", out int size));
        Assert.Equal(5, size);
        Assert.True(ml.RemoveOption("size"));
        Assert.False(ml.TryGetOption("size", out size));
        Assert.Equal(0, ml.GetOptionOrDefault<int>("size"));
    }
}
