using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Augmented rows as data views, and trainers that learn from them.</summary>
public class AugmentationTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    private static ShiftAugmentation Shifts { get; } = new("a", "u") { Copies = 2, Seed = 3 };

    private static SymmetryAugmentation Symmetries { get; } = new("a: scalar; u: scalar");

    [Fact]
    public void Every_row_is_followed_by_its_copies()
    {
        IDataView data = Fixture.Data(_mlContext, 5), more = Operators.Augment(data, Symmetries);
        Assert.Equal(40, Rows(more).Length);
        Assert.Equal(data.Schema, more.Schema);
        // What is not named stays as it is.
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i / 8), more.GetColumn<int>("Id"));
        Assert.Equal(Rows(data), Rows(more).Where((_, i) => i % 8 == 0));
        Assert.Equal(40, Rows(more).Select(r => string.Join(" ", r.A)).Distinct().Count());
        Assert.All(Rows(more), row => Assert.Equal(row.A.Order(), Rows(data)[row.Id].A.Order()));
    }

    /// <summary>Darcy flow through two materials: every row, original or image, is solved anew.</summary>
    [Fact]
    public void Images_of_darcy_flow_are_darcy_flow()
    {
        var random = new Random(2);
        var solver = new DarcySolver(8, 8);
        float[] a = [.. Enumerable.Range(0, 2 * 64).Select(_ => random.Next(2) == 0 ? 3f : 12f)];
        float[] u = [.. Solved(a[..64]), .. Solved(a[64..])];
        IDataView data = Operators.LoadFields(("a", new FieldSamples("a", 1, [8, 8], a)),
            ("u", new FieldSamples("u", 1, [8, 8], u)));
        IDataView more = Operators.Augment(data, Symmetries);
        float[][] coefficients = [.. more.GetColumn<float[]>("a")], pressures = [.. more.GetColumn<float[]>("u")];
        Assert.Equal(16, coefficients.Length);
        for (int i = 0; i < 16; i++)
            Assert.All(Solved(coefficients[i]).Zip(pressures[i]), p => Assert.Equal(p.First, p.Second, 1e-7));

        float[] Solved(float[] permeability)
            => [.. solver.Solve(Array.ConvertAll(permeability, x => (double)x)).Select(x => (float)x)];
    }

    [Fact]
    public void Every_pass_gives_the_same_rows()
    {
        IDataView more = Operators.Augment(Fixture.Data(_mlContext, 6), Shifts);
        Assert.Equal(Rows(more), Rows(more));
        Assert.Equal(Rows(more).Select(r => r.A), more.GetColumn<float[]>("a"));
        Assert.False(more.CanShuffle);
        Assert.NotEqual(Rows(more), Rows(Operators.Augment(Fixture.Data(_mlContext, 6), Shifts with { Seed = 4 })));
    }

    /// <summary>A row's copies are its own, however many rows there are; ids tell all rows apart.</summary>
    [Fact]
    public void Copies_depend_on_the_row_and_the_seed_alone()
    {
        Row[] few = Rows(Operators.Augment(Fixture.Data(_mlContext, 3), Shifts));
        IDataView more = Operators.Augment(Fixture.Data(_mlContext, 6), Shifts);
        Assert.Equal(few, Rows(more).Take(9));
        using DataViewRowCursor cursor = more.GetRowCursor([]);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        DataViewRowId value = default;
        while (cursor.MoveNext())
        {
            id(ref value);
            ids.Add(value);
            Assert.Equal(ids.Count - 1, cursor.Position);
        }
        Assert.Equal(18, ids.Count);
        Assert.Equal(-1, cursor.Position);
    }

    [Fact]
    public void Copies_take_the_place_of_rows_where_that_is_asked_for()
    {
        IDataView data = Fixture.Data(_mlContext, 4);
        IDataView replaced = Operators.Augment(data, Shifts with { Copies = 1, KeepsOriginal = false });
        Assert.Equal(4, Rows(replaced).Length);
        Assert.Empty(Rows(replaced).Intersect(Rows(data)));
    }

    [Fact]
    public void Augmentations_follow_one_another()
    {
        IDataView data = Fixture.Data(_mlContext, 4);
        IDataView both = Operators.Augment(data, Shifts, Symmetries with { Copies = 1 });
        Assert.Equal(Rows(Operators.Augment(data, Shifts)), Rows(both).Where((_, i) => i % 2 == 0));
        Assert.Equal(24, Rows(both).Length);
        // The same augmentation a second time draws other numbers.
        Row[] twice = Rows(Operators.Augment(data, Shifts with { Copies = 1 }, Shifts with { Copies = 1 }));
        Assert.NotEqual(twice[0], twice[3]);
    }

    /// <summary>The trainer sees the rows of the view, and its model leaves rows alone.</summary>
    [Fact]
    public void A_model_trained_on_augmented_rows_predicts_for_each_row_once()
    {
        IDataView data = Fixture.Data(_mlContext, 6);
        NeuralOperatorTrainer trainer = Fixture.Fno(_mlContext);
        using NeuralOperatorTransformer model = Operators.Augment(trainer, Shifts).Fit(data);
        using NeuralOperatorTransformer again = Operators.Augment(trainer, Shifts).Fit(data);
        using NeuralOperatorTransformer same = trainer.Fit(Operators.Augment(data, Shifts));
        using NeuralOperatorTransformer without = trainer.Fit(data);
        Assert.Equal((18, 6), (model.Report!.Samples, without.Report!.Samples));
        Assert.Equal(6 * 64, Fixture.Scores(model, data).Length);
        Assert.Equal(Fixture.Scores(model, data), Fixture.Scores(again, data));
        Assert.Equal(Fixture.Scores(model, data), Fixture.Scores(same, data));
        Assert.NotEqual(Fixture.Scores(model, data), Fixture.Scores(without, data));
    }

    /// <summary>Symmetries are worth something: few rows with their images beat few rows.</summary>
    [Fact]
    public void Augmented_rows_teach_more_than_the_rows_alone()
    {
        IDataView data = Fixture.Data(_mlContext, 4), others = Fixture.Data(_mlContext, 16, seed: 9);
        NeuralOperatorTrainer trainer = Fixture.Fno(_mlContext, Fixture.Training with { Epochs = 40 });
        double without = Error(trainer);
        double with = Error(Operators.Augment(trainer, new ShiftAugmentation("a", "u") { Copies = 15 }));
        Assert.True(with < 0.7 * without, $"{with} {without}");

        double Error(NeuralOperatorTrainer one)
        {
            using NeuralOperatorTransformer model = one.Fit(data);
            return Operators.Evaluate(model.Transform(others), "u").RelativeL2;
        }
    }

    /// <summary>A chain that is augmented as a whole: the normaliser and the trainer see the same rows.</summary>
    [Fact]
    public void Whole_chains_are_augmented()
    {
        IDataView data = Fixture.Data(_mlContext, 6);
        var chain = Operators.ToTensor("b", "a").Append(Operators.Fno("u", "b", Fixture.Options, Fixture.Training));
        var augmented = Operators.Augment(chain, Symmetries);
        Assert.Equal([Symmetries], augmented.Augmentations);
        TransformerChain<NeuralOperatorTransformer> model = augmented.Fit(data);
        using NeuralOperatorTransformer last = model.LastTransformer;
        Assert.Equal(48, last.Report!.Samples);
        Assert.Equal(6 * 64, Fixture.Scores(model, data).Length);
        Assert.Contains("Score", augmented.Append(_mlContext.Transforms.CopyColumns("copy", "Score")).Fit(data)
            .Transform(data).Schema.Select(c => c.Name));
    }

    /// <summary>Rows that are held back are as they were, and none of their copies is trained on.</summary>
    [Fact]
    public void Rows_held_back_for_validation_are_not_augmented()
    {
        IDataView data = Fixture.Data(_mlContext, 8);
        NeuralOperatorTrainer trainer =
            Fixture.Fno(_mlContext, Fixture.Training with { ValidationFraction = 0.25, Epochs = 1 });
        using NeuralOperatorTransformer model = Operators.Augment(trainer, Shifts).Fit(data);
        using NeuralOperatorTransformer without = trainer.Fit(data);
        Assert.Equal((18, 6), (model.Report!.Samples, without.Report!.Samples));
        // The same two rows are held back, which the last epoch's error shows.
        Row[] rows = Rows(data);
        double[] errors = [.. from i in Enumerable.Range(0, 8)
                              from j in Enumerable.Range(i + 1, 7 - i)
                              select Operators.Evaluate(model.Transform(Pick(i, j)), "u").RelativeL2];
        Assert.Contains(errors, e => Math.Abs(e - model.Report.Epochs[^1].ValidationError!.Value) < 1e-4 * e);

        IDataView Pick(int i, int j) => Fixture.Data(_mlContext, 0, rows:
            [.. new[] { i, j }.Select(k => new Fixture.Row { a = [.. rows[k].A], u = [.. rows[k].U], Id = k })]);
    }

    /// <summary>Coefficients as tensors in random coordinates: two steps before, none after the training.</summary>
    [Fact]
    public void Tensors_in_other_coordinates_are_trained_on()
    {
        IDataView data = Fixture.Data(_mlContext, 4);
        var covariance = new CovarianceAugmentation("A: tensor; u: scalar")
        {
            Copies = 3,
            Placement = PointPlacement.Periodic,
        };
        var pipeline = Operators.ToTensor("A", "a").Append(Operators.Augment(Operators.Fno("u", "A", Fixture.Options,
            Fixture.Training), covariance));
        TransformerChain<NeuralOperatorTransformer> model = pipeline.Fit(data);
        using NeuralOperatorTransformer last = model.LastTransformer;
        Assert.Equal(16, last.Report!.Samples);
        float[] scores = Fixture.Scores(model, data);
        Assert.Equal(4 * 64, scores.Length);
        var engine = _mlContext.Model.CreatePredictionEngine<Fixture.Input, Fixture.Output>(model);
        float[] first = engine.Predict(new Fixture.Input { a = Rows(data)[0].A }).Score;
        Assert.All(first.Zip(scores), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void Scalars_become_multiples_of_the_unit_tensor()
    {
        float[] a = [1, 2, 3, 4, 5, 6, 7, 8];
        IDataView plane = Operators.LoadFields(("a", new FieldSamples("a", 2, [2, 2], a)));
        IDataView tensors = Operators.ToTensor("A", "a").Fit(plane).Transform(plane);
        Assert.Equal([6, 2, 2], ((VectorDataViewType)tensors.Schema["A"].Type).Dimensions.ToArray());
        Assert.Equal([1, 2, 3, 4, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 5, 6, 7, 8],
            tensors.GetColumn<float[]>("A").Single());
        IDataView space = Operators.LoadFields(("a", new FieldSamples("a", 1, [1, 1, 2], a[..2])));
        Assert.Equal([1, 2, 0, 0, 0, 0, 1, 2, 0, 0, 1, 2],
            Operators.ToTensor("A", "a", 3).Fit(space).Transform(space).GetColumn<float[]>("A").Single());
    }

    [Fact]
    public void A_step_that_ml_net_cannot_save_says_so()
    {
        IDataView data = Fixture.Data(_mlContext, 2);
        var step = Operators.ToTensor("A", "a").Fit(data);
        string message = Assert.ThrowsAny<Exception>(()
            => _mlContext.Model.Save(step, data.Schema, new MemoryStream())).Message;
        Assert.Contains("Save the neural operator alone", message);
    }

    [Fact]
    public void Mistakes_are_named_before_the_training()
    {
        IDataView data = Fixture.Data(_mlContext, 2);
        NeuralOperatorTrainer trainer = Fixture.Fno(_mlContext);
        Assert.Contains("names a, but not 'u', which is trained on", Refused(()
            => Operators.Augment(trainer, new ShiftAugmentation("a"))));
        Assert.Contains("unknown quantity 'scaler'", Refused(()
            => Operators.Augment(trainer, new SymmetryAugmentation("a: scaler"))));
        Assert.Contains("There are no augmentations", Refused(() => Operators.Augment(data)));
        Assert.Contains("Could not find augmented column 'b'", Refused(()
            => Operators.Augment(data, new ShiftAugmentation("b"))));
        Assert.Contains("SymmetryAugmentation: Column 'a' has 1 channels", Refused(()
            => Operators.Augment(data, new SymmetryAugmentation("a: vector"))));
        Assert.Contains("learns from points", Refused(()
            => Operators.Augment(Operators.DeepONet("u", "a"), new ShiftAugmentation("a", "u"))));

        static string Refused(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;
    }

    private Row[] Rows(IDataView data)
        => [.. _mlContext.Data.CreateEnumerable<Fixture.Row>(data, reuseRowObject: false)
            .Select(r => new Row(r.a, r.u, r.Id))];

    private sealed record Row(float[] A, float[] U, int Id)
    {
        public bool Equals(Row? other)
            => other is not null && Id == other.Id && A.SequenceEqual(other.A) && U.SequenceEqual(other.U);

        public override int GetHashCode() => HashCode.Combine(Id, A[0]);
    }
}
