namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Linear maps [batch, in] → [maps, batch, out] whose matrices are tensor trains (Oseledets 2011): W[a₁…a_d, b₁…b_d] =
/// G₁[a₁, b₁]·…·G_d[a_d, b_d], matrices of the ranks between them, with in = Πb, out = Πa, the first factor slowest.
/// </summary>
internal sealed class TensorTrainMaps : Layer
{
    private readonly int _maps;
    private readonly long[] _inputs, _outputs, _ranks;
    private readonly ParameterDeclaration[] _cores;

    /// <summary>Declares the maps. Initial values keep the variance of the input.</summary>
    /// <param name="maps">How many.</param>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="outputs">Numbers out.</param>
    /// <param name="cores">Cores, at most.</param>
    /// <param name="rank">Largest rank.</param>
    public TensorTrainMaps(int maps, long inputs, long outputs, int cores, int rank)
    {
        (_maps, Inputs) = (maps, inputs);
        (_inputs, _outputs) = (Factors(inputs, cores), Factors(outputs, cores));
        // No rank is larger than what stands on either side of it.
        _ranks = [1, .. Enumerable.Range(1, cores - 1)
            .Select(i => Math.Min(rank, Math.Min(Sizes(0, i), Sizes(i, cores)))), 1];
        _cores = [.. Enumerable.Range(0, cores).Select(i => Declare($"cores.{i}",
            [maps, _outputs[i] * _ranks[i + 1], _ranks[i] * _inputs[i]],
            new Initializer.Normal(1 / Math.Sqrt(_ranks[i] * _inputs[i]))))];

        long Sizes(int from, int to)
        {
            long product = 1;
            for (int i = from; i < to && product < rank; i++) product *= _inputs[i] * _outputs[i];
            return product;
        }
    }

    /// <summary>Numbers in.</summary>
    public long Inputs { get; }

    /// <summary>Applies the maps.</summary>
    public Value Apply(Value x)
    {
        Dim batch = x.Shape[0], done = batch;
        long rest = Inputs / _inputs[0];
        // [maps, batch·outputs so far, rank·input, inputs to come]: a core's product leaves the next one's in place.
        Value z = x.Reshape(1, batch, _inputs[0], rest);
        for (int i = 0; i < _cores.Length; i++)
        {
            Value core = x.Bind(_cores[i]);
            z = core.Reshape(_maps, 1, core.Shape[1], core.Shape[2]).MatMul(z);
            done *= _outputs[i];
            if (i == _cores.Length - 1) break;
            rest /= _inputs[i + 1];
            z = z.Reshape(_maps, done, _ranks[i + 1] * _inputs[i + 1], rest);
        }
        return z.Reshape(_maps, batch, _outputs.Aggregate((a, b) => a * b));
    }

    /// <summary>
    /// A number as a product of so many factors, as equal as its primes allow, the largest first; primes are shared out
    /// from the largest on, each to the smallest product so far.
    /// </summary>
    internal static long[] Factors(long number, int count)
    {
        var factors = new long[count];
        Array.Fill(factors, 1);
        var primes = new List<long>();
        for (long prime = 2; prime * prime <= number; prime++)
            for (; number % prime == 0; number /= prime) primes.Add(prime);
        if (number > 1) primes.Add(number);
        primes.Reverse();
        foreach (long prime in primes)
        {
            int least = Array.IndexOf(factors, factors.Min());
            factors[least] *= prime;
        }
        Array.Sort(factors, (a, b) => b.CompareTo(a));
        return factors;
    }
}
