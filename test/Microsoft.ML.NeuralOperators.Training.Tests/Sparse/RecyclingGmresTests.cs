using Microsoft.ML.NeuralOperators.Problems;
using Microsoft.ML.NeuralOperators.Sparse;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Sparse;

public class RecyclingGmresTests
{
    private const int Cells = 24, Points = 25;
    private static readonly DarcySystem Darcy = new(Cells, Cells);
    private static readonly HelmholtzSystem Helmholtz = new(Points);

    [Fact]
    public void Darcys_sequence_takes_less_than_half_the_products_of_restarted_GMRES()
    {
        SystemSequence.Entry[] systems = DarcySequence(12);
        int recycled = Products(systems, new RecyclingOptions(30, 10)), plain = Products(systems,
            new RecyclingOptions(30, 0));
        Assert.True(2 * recycled < plain, $"{recycled} products instead of {plain}");
    }

    [Fact]
    public void Helmholtzs_sequence_takes_less_than_half_the_products_of_restarted_GMRES()
    {
        SystemSequence.Entry[] systems = HelmholtzSequence(8);
        int recycled = Products(systems, new RecyclingOptions(30, 10)), plain = Products(systems,
            new RecyclingOptions(30, 0));
        Assert.True(2 * recycled < plain, $"{recycled} products instead of {plain}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void Solutions_are_those_of_elimination(int recycled)
    {
        SystemSequence.Entry[] systems = [.. DarcySequence(5), .. HelmholtzSequence(3)];
        foreach (IGrouping<int, SystemSequence.Entry> same in systems.GroupBy(s => s.Right.Length))
        {
            var solved = new SystemSequence(new RecyclingOptions(25, recycled)).Solve([.. same],
                same.Key == Points * Points ? Preconditioners.Jacobi : Preconditioners.IncompleteFactors);
            foreach ((SystemSequence.Entry system, (double[] x, _)) in same.Zip(solved))
            {
                var product = new double[x.Length];
                system.Matrix().Multiply(x, product);
                double residual = product.Zip(system.Right, (a, b) => (a - b) * (a - b)).Sum();
                Assert.InRange(Math.Sqrt(residual / system.Right.Sum(b => b * b)), 0, 1e-10);
            }
        }
        double[] direct = Darcy.Solve(systems[2].Parameters);
        double[] own = new SystemSequence(new RecyclingOptions(25, recycled)).Solve(systems[..5],
            Preconditioners.Jacobi)[2].Solution;
        for (int i = 0; i < own.Length; i++) Assert.Equal(direct[i], own[i], 1e-9);
    }

    /// <summary>A system that was solved already is done by what its directions say, all but the rest.</summary>
    [Fact]
    public void The_same_system_again_takes_few_products()
    {
        SystemSequence.Entry system = DarcySequence(1)[0];
        var solver = new RecyclingGmres(new RecyclingOptions(30, 10));
        SparseMatrix matrix = system.Matrix();
        solver.Solve(matrix, system.Right, Preconditioners.Jacobi(matrix));
        int first = solver.Products;
        solver.Solve(matrix, system.Right, Preconditioners.Jacobi(matrix));
        Assert.InRange(solver.Products - first, 1, first * 3 / 4);
        solver.Reset();
        int before = solver.Products;
        solver.Solve(matrix, system.Right, Preconditioners.Jacobi(matrix));
        Assert.Equal(first, solver.Products - before);
    }

    [Fact]
    public void A_chunk_has_the_same_bits_beside_others()
    {
        SystemSequence.Entry[] systems = DarcySequence(9);
        var sequence = new SystemSequence(new RecyclingOptions(30, 10), chunk: 3);
        var many = sequence.Solve(systems, Preconditioners.Jacobi);
        for (int start = 0; start < 9; start += 3)
        {
            var three = sequence.Solve(systems[start..(start + 3)], Preconditioners.Jacobi);
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(three[i].Solution, many[start + i].Solution);
                Assert.Equal(three[i].Products, many[start + i].Products);
            }
        }
    }

    [Fact]
    public void Sorting_puts_neighbours_side_by_side()
        => Assert.Equal([0, 3, 1, 4, 2], SystemSequence.NearestFirst([[0, 0], [2, 1], [9, 9], [1, 0], [4, 4]]));

    [Fact]
    public void A_right_side_of_zeros_has_the_solution_zero_and_hopeless_systems_are_given_up()
    {
        SparseMatrix matrix = DarcySequence(1)[0].Matrix();
        var solver = new RecyclingGmres(new RecyclingOptions(5, 2, 1e-10, 20));
        Assert.All(solver.Solve(matrix, new double[Cells * Cells], _ => { }), x => Assert.Equal(0, x));
        Assert.Contains("not solved with 20 products", Assert.Throws<InvalidOperationException>(
            () => solver.Solve(matrix, DarcySequence(1)[0].Right, _ => { })).Message);
    }

    private static int Products(SystemSequence.Entry[] systems, RecyclingOptions options)
        => new SystemSequence(options).Solve(systems, Preconditioners.Jacobi).Sum(s => s.Products);

    private static SystemSequence.Entry[] DarcySequence(int count)
    {
        var right = new double[Cells * Cells];
        Array.Fill(right, 1);
        return [.. Enumerable.Range(0, count).Select(seed =>
        {
            double[] a = Array.ConvertAll(new GaussianRandomField().Sample(seed, Cells, Cells), Math.Exp);
            return new SystemSequence.Entry(a, () => Darcy.Matrix(a), right);
        })];
    }

    // k is about 5: four waves make the matrix indefinite.
    private static SystemSequence.Entry[] HelmholtzSequence(int count)
    {
        double[] right = Helmholtz.Right(_ => 1, 0.35, 0.65);
        return [.. Enumerable.Range(0, count).Select(seed =>
        {
            double[] squares = Array.ConvertAll(new GaussianRandomField().Sample(seed, Points, Points),
                v => Math.Pow(100 / (20 + Math.Tanh(v)), 2));
            return new SystemSequence.Entry(squares, () => Helmholtz.Matrix(squares), right);
        })];
    }
}
