using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class KeyValuesTests
{
    [Fact]
    public void KeyValuesAreFoundOnKeysOfThatCount()
    {
        var values = new DataViewSchema.Annotations.Builder();
        values.Add("KeyValues", new VectorDataViewType(TextDataViewType.Instance, 2),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(2, ["no".AsMemory(), "yes".AsMemory()]));
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("key", new KeyDataViewType(typeof(uint), 2), values.ToAnnotations());
        builder.AddColumn("number", NumberDataViewType.UInt32, values.ToAnnotations());
        DataViewSchema schema = builder.ToSchema();
        Assert.True(schema["key"].HasKeyValues());
        Assert.False(schema["key"].HasKeyValues(NumberDataViewType.Single));
        Assert.False(schema["number"].HasKeyValues());
        VBuffer<ReadOnlyMemory<char>> found = default;
        schema["key"].GetKeyValues(ref found);
        Assert.Equal(["no", "yes"], found.DenseValues().Select(v => v.ToString()));
    }
}
