using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class GridEmbeddingTests
{
    [Fact]
    public void A_line_gets_its_coordinate_behind_its_channels()
    {
        var embedding = new GridEmbedding(1);
        var (values, shape) = TestLayer.Run(embedding, embedding.Apply, [9, 8, 7, 6], [4, 1, 1]);
        Assert.Equal([4, 1, 2], shape);
        Assert.Equal([9, 0, 8, 0.25, 7, 0.5, 6, 0.75], values);
    }

    [Fact]
    public void Every_axis_has_a_channel_and_every_sample_the_same_ones()
    {
        const int Rows = 3, Columns = 4, Planes = 2, Batch = 2, Channels = 2;
        var embedding = new GridEmbedding(3, -1, 1);
        double[] field = TestLayer.Draw(Rows * Columns * Planes * Batch * Channels);
        var (values, shape) = TestLayer.Run(embedding, embedding.Apply, field,
            [Rows, Columns, Planes, Batch, Channels]);
        Assert.Equal([Rows, Columns, Planes, Batch, Channels + 3], shape);
        int at = 0, from = 0;
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
                for (int k = 0; k < Planes; k++)
                    for (int sample = 0; sample < Batch; sample++)
                    {
                        double[] expected = [field[from++], field[from++], -1 + 2.0 * i / Rows, -1 + 2.0 * j / Columns,
                            -1 + 2.0 * k / Planes];
                        foreach (double value in expected) Assert.Equal(value, values[at++], 1e-15);
                    }
    }

    /// <summary>What is 1/4 on one grid is 1/4 on another: a table of one size must not serve the other.</summary>
    [Fact]
    public void Grids_and_batches_of_every_size_get_their_own()
    {
        var embedding = new GridEmbedding(1);
        var (values, _) = TestLayer.Run(embedding, x =>
        {
            // The same interpreter, one size after the other.
            embedding.Apply(x);
            return embedding.Apply(x.Slice(0, 0, 2).Slice(1, 0, 1));
        }, new double[8], [4, 2, 1]);
        Assert.Equal([0, 0, 0, 0.5], values);
    }

    [Fact]
    public void Gradients_equal_difference_quotients()
    {
        var embedding = new GridEmbedding(2);
        TestLayer.GradientsEqualQuotients(embedding, embedding.Apply, 3, 4, 2, 2);
    }
}
