using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Steps of pipelines from scattered points to grids and back.</summary>
public class InterpolationTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    /// <summary>Rows of 30 to 45 points, each with points of its own: linear functions come back on the grid.</summary>
    [Fact]
    public void Rows_with_any_number_of_points_become_fields_on_one_grid()
    {
        IDataView data = Clouds(5);
        var step = Operators.InterpolateToGrid("u", "values", "points", [4, 6], channels: 2);
        IDataView onGrid = step.Fit(data).Transform(data);
        Assert.Equal([2, 4, 6], ((VectorDataViewType)onGrid.Schema["u"].Type).Dimensions.ToArray());
        foreach (float[] u in onGrid.GetColumn<float[]>("u"))
            for (int i = 0; i < 24; i++)
            {
                double x = (i / 6 + 0.5) / 4, y = (i % 6 + 0.5) / 6;
                Assert.Equal(Linear(x, y), u[i], 1e-4);
                Assert.Equal(-Linear(x, y), u[24 + i], 1e-4);
            }
        Assert.Equal(data.GetColumn<float[]>("points"), onGrid.GetColumn<float[]>("points"));
    }

    /// <summary>To the grid and back: the values at the points are those that were there.</summary>
    [Fact]
    public void Fields_on_a_grid_are_read_at_each_rows_points()
    {
        IDataView data = Clouds(4);
        var there = Operators.InterpolateToGrid("u", "values", "points", [5, 5], channels: 2);
        var pipeline = there.Append(Operators.InterpolateToPoints("again", "u", "points"));
        IDataView result = pipeline.Fit(data).Transform(data);
        Assert.False(((VectorDataViewType)result.Schema["again"].Type).IsKnownSize);
        foreach (var (expected, actual) in result.GetColumn<float[]>("values")
            .Zip(result.GetColumn<float[]>("again")))
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    /// <summary>A box of [-1, 3] × [10, 12], with end points.</summary>
    [Fact]
    public void Grids_lie_where_the_options_say()
    {
        float[] points = [-1, 3, -1, 3, 10, 10, 12, 12], values = [1, 2, 3, 4];
        IDataView data = Operators.LoadFields(("points", new FieldSamples("points", 2, [4], points)),
            ("values", new FieldSamples("values", 1, [4], values)));
        IDataView onGrid = Operators.InterpolateToGrid("u", "values", "points", [2, 3], new()
        {
            Placement = PointPlacement.EndPoints,
            Lower = [-1, 10],
            Upper = [3, 12],
            NeighborCount = 4,
        }).Fit(data).Transform(data);
        Assert.All(onGrid.GetColumn<float[]>("u").Single().Zip([1f, 2, 3, 2, 3, 4]),
            pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        IDataView back = Operators.InterpolateToPoints("v", "u", "points", new()
        {
            Kind = GridInterpolation.Linear,
            Placement = PointPlacement.EndPoints,
            Lower = [-1, 10],
            Upper = [3, 12],
        }).Fit(onGrid).Transform(onGrid);
        Assert.Equal([1, 4], ((VectorDataViewType)back.Schema["v"].Type).Dimensions.ToArray());
        Assert.All(back.GetColumn<float[]>("v").Single().Zip(values), p => Assert.Equal(p.Second, p.First, 1e-5));
    }

    /// <summary>
    /// Two triangles or one quadrilateral, corners as Int32 or Single, and other cells in the next row.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_are_linear_on_the_cells_of_each_row(bool isWhole)
    {
        IDataView data = Squares(isWhole, [0, 1, 2, 0, 2, 3], [0, 1, 3, 1, 2, 3]);
        IDataView onGrid = Operators.InterpolateToGrid("u", "values", "points", [2, 2],
            new() { Kind = PointInterpolation.Mesh }, "cells").Fit(data).Transform(data);
        // Values 0 at three corners, 4 at (1, 1): one diagonal or the other.
        float[][] rows = [.. onGrid.GetColumn<float[]>("u")];
        Assert.Equal([1f, 1, 1, 3], rows[0]);
        Assert.Equal([0f, 0, 0, 2], rows[1]);
    }

    [Fact]
    public void Quadrilaterals_are_two_triangles()
    {
        IDataView data = Squares(true, [0, 1, 2, 3]);
        Assert.Equal([1f, 1, 1, 3], Operators.InterpolateToGrid("u", "values", "points", [2, 2],
            new() { Kind = PointInterpolation.Mesh, Cells = CellKind.Quadrilateral }, "cells").Fit(data)
            .Transform(data).GetColumn<float[]>("u").Single());
    }

    /// <summary>The whole way: points in, an operator on a grid, its score at the points.</summary>
    [Fact]
    public void Operators_on_grids_learn_from_points_and_score_at_points()
    {
        IDataView data = Clouds(12);
        var options = new PointInterpolationOptions { Placement = PointPlacement.CellCentres };
        var pipeline = Operators.InterpolateToGrid("a", "values", "points", [8, 8], options, channels: 2)
            .Append(Operators.Fno("a", "a2", Fixture.Options, Fixture.Training));
        var whole = Operators.InterpolateToGrid("a2", "values", "points", [8, 8], options, channels: 2)
            .Append(pipeline).Append(Operators.InterpolateToPoints("result", "Score", "points"));
        ITransformer model = whole.Fit(data);
        IDataView scored = model.Transform(data);
        Assert.Equal(data.GetColumn<float[]>("values").Select(v => v.Length),
            scored.GetColumn<float[]>("result").Select(v => v.Length));
        var engine = _mlContext.Model.CreatePredictionEngine<Cloud, Result>(model, data.Schema);
        Cloud first = Rows(1)[0];
        float[] one = engine.Predict(first).result;
        Assert.All(one.Zip(scored.GetColumn<float[]>("result").First()),
            pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void Nothing_is_computed_for_columns_that_are_not_read()
    {
        IDataView data = Squares(true, [0, 1, 9]);
        IDataView onGrid = Operators.InterpolateToGrid("u", "values", "points", [2, 2],
            new() { Kind = PointInterpolation.Mesh }, "cells").Fit(data).Transform(data);
        Assert.Single(onGrid.GetColumn<float[]>("values"));
        Assert.Contains("Column 'u': row 0: Triangle cell 0 has a corner 9", Assert.Throws<InvalidOperationException>(()
            => onGrid.GetColumn<float[]>("u").Single()).Message);
    }

    [Fact]
    public void Mistakes_are_named_before_rows_are_read()
    {
        IDataView data = Clouds(1);
        Assert.Contains("Could not find value column 'v'",
            Refused(() => Operators.InterpolateToGrid("u", "v", "points", [4, 4]).Fit(data)));
        Assert.Contains("The grid is [4, 0]", Refused(() => ToGrid([4, 0])));
        Assert.Contains("Kind is Mesh, but no cell column is named",
            Refused(() => ToGrid([4, 4], new() { Kind = PointInterpolation.Mesh })));
        Assert.Contains("only Mesh reads cells", Refused(() => ToGrid([4, 4], new(), "cells")));
        Assert.Contains("Degree is 3", Refused(() => ToGrid([4, 4], new() { Degree = 3 })));
        Assert.Contains("Lower is [0]; expected 2 finite numbers",
            Refused(() => ToGrid([4, 4], new() { Lower = [0] })));
        Assert.Contains("The box goes from 0 to -1 along axis 1",
            Refused(() => ToGrid([4, 4], new() { Upper = [1, -1] })));
        Assert.Contains("Cells is Line; expected cells of 2 dimensions", Refused(()
            => ToGrid([4, 4], new() { Kind = PointInterpolation.Mesh, Cells = CellKind.Line }, "cells")));
        Assert.Contains("Dimensions is 4", Refused(()
            => Operators.InterpolateToPoints("u", "values", "points", new() { Dimensions = 4 })));
        IDataView small = Operators.LoadFields(("a", new FieldSamples("a", 1, [3, 3], new float[9])),
            ("points", new FieldSamples("points", 2, [1], [0, 2])));
        Assert.Contains("at least 4 points along every axis",
            Refused(() => Operators.InterpolateToPoints("u", "a", "points").Fit(small)));
        var linear = Operators.InterpolateToPoints("u", "a", "points", new() { Kind = GridInterpolation.Linear });
        Assert.Contains("Coordinate 1 of point 0 is 2, outside the grid's box",
            Assert.Throws<InvalidOperationException>(
            () => linear.Fit(small).Transform(small).GetColumn<float[]>("u").Single()).Message);

        FieldMappingEstimator ToGrid(int[] grid, PointInterpolationOptions? options = null, string cells = "")
            => Operators.InterpolateToGrid("u", "values", "points", grid, options, cells, 2);
        static string Refused(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;
    }

    [Fact]
    public void Rows_whose_columns_differ_in_points_are_named()
    {
        Cloud row = Rows(1)[0];
        IDataView data = Load([new Cloud { points = row.points[..20], values = row.values }]);
        Assert.Contains("row 0: There are", Assert.Throws<InvalidOperationException>(()
            => Operators.InterpolateToGrid("u", "values", "points", [4, 4], channels: 2).Fit(data).Transform(data)
            .GetColumn<float[]>("u").Single()).Message);
    }

    private static double Linear(double x, double y) => 1 + 2 * x - y;

    private IDataView Clouds(int count) => Load(Rows(count));

    private IDataView Load(Cloud[] rows) => _mlContext.Data.LoadFromEnumerable(rows);

    private static Cloud[] Rows(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int points = random.Next(30, 46);
            float[] places = [.. Enumerable.Range(0, 2 * points).Select(_ => random.NextSingle())];
            float[] values = [.. Enumerable.Range(0, points).Select(i => (float)Linear(places[i], places[points + i]))];
            return new Cloud { points = places, values = [.. values, .. values.Select(v => -v)] };
        })];
    }

    // The unit square's corners, 4 at (1, 1), with other cells in each row.
    private IDataView Squares(bool isWhole, params int[][] cells)
    {
        float[] points = [0, 1, 1, 0, 0, 0, 1, 1], values = [0, 0, 4, 0];
        return isWhole
            ? _mlContext.Data.LoadFromEnumerable(cells.Select(c
                => new Whole { points = points, values = values, cells = c }))
            : _mlContext.Data.LoadFromEnumerable(cells.Select(c
                => new Single { points = points, values = values, cells = [.. c.Select(i => (float)i)] }));
    }

    public class Cloud
    {
        public float[] points { get; set; } = [];

        public float[] values { get; set; } = [];
    }

    public sealed class Whole : Cloud
    {
        public int[] cells { get; set; } = [];
    }

    public sealed class Single : Cloud
    {
        public float[] cells { get; set; } = [];
    }

    public sealed class Result
    {
        public float[] result { get; set; } = [];
    }
}
