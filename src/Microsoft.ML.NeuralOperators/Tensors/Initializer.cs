namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How the initial values of a parameter are drawn. All draws come from one seeded source, in order of declaration.
/// </summary>
public abstract record Initializer
{
    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = new Fill(0);

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = new Fill(1);

    /// <summary>U(-1/√fanIn, 1/√fanIn): PyTorch's rule for linear layers and convolutions.</summary>
    public static Initializer FanIn(long fanIn) => new UniformRange(1 / Math.Sqrt(Math.Max(1, fanIn)));

    /// <summary>N(0, 2/(fanIn + fanOut)): the rule of Glorot and Bengio 2010.</summary>
    public static Initializer Glorot(long fanIn, long fanOut) => new Normal(Math.Sqrt(2.0 / (fanIn + fanOut)));

    /// <summary>Writes the values.</summary>
    /// <param name="values">What to fill.</param>
    /// <param name="random">The source.</param>
    public abstract void Draw(Span<float> values, Random random);

    /// <summary>One number everywhere.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Fill(float Value) : Initializer
    {
        /// <inheritdoc/>
        public override void Draw(Span<float> values, Random random) => values.Fill(Value);
    }

    /// <summary>Given numbers, such as statistics of the training data.</summary>
    /// <param name="Numbers">As many as the parameter has elements.</param>
    public sealed record Given(float[] Numbers) : Initializer
    {
        /// <summary>
        /// Whether a model with other numbers cannot be trained further: they are the places where the data is given.
        /// </summary>
        internal bool IsPlace { get; init; }

        /// <inheritdoc/>
        public override void Draw(Span<float> values, Random random) => Numbers.CopyTo(values);
    }

    /// <summary>Uniform in [-Limit, Limit).</summary>
    /// <param name="Limit">Half of the width.</param>
    public sealed record UniformRange(double Limit) : Initializer
    {
        /// <inheritdoc/>
        public override void Draw(Span<float> values, Random random)
        {
            for (int i = 0; i < values.Length; i++) values[i] = (float)((2 * random.NextDouble() - 1) * Limit);
        }
    }

    /// <summary>Uniform in [0, Limit).</summary>
    /// <param name="Limit">The width.</param>
    public sealed record UniformAboveZero(double Limit) : Initializer
    {
        /// <inheritdoc/>
        public override void Draw(Span<float> values, Random random)
        {
            for (int i = 0; i < values.Length; i++) values[i] = (float)(random.NextDouble() * Limit);
        }
    }

    /// <summary>
    /// A matrix [out, in]: Diagonal times the identity plus Gain times a Glorot uniform one, U(±√(6/(in + out))).
    /// </summary>
    /// <param name="Inputs">Columns.</param>
    /// <param name="Outputs">Rows.</param>
    /// <param name="Gain">Factor of the uniform part.</param>
    /// <param name="Diagonal">Factor of the identity.</param>
    public sealed record NearIdentity(int Inputs, int Outputs, double Gain, double Diagonal) : Initializer
    {
        /// <inheritdoc/>
        public override void Draw(Span<float> values, Random random)
        {
            new UniformRange(Gain * Math.Sqrt(6.0 / (Inputs + Outputs))).Draw(values, random);
            for (int i = 0; i < Math.Min(Inputs, Outputs); i++) values[i * Inputs + i] += (float)Diagonal;
        }
    }

    /// <summary>Normal with mean zero.</summary>
    /// <param name="StandardDeviation">Standard deviation.</param>
    public sealed record Normal(double StandardDeviation) : Initializer
    {
        /// <inheritdoc/>
        public override void Draw(Span<float> values, Random random)
        {
            for (int i = 0; i < values.Length; i++)
            {
                // Box and Muller; 1 - u keeps the logarithm finite.
                double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
                values[i] = (float)(StandardDeviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
            }
        }
    }
}
