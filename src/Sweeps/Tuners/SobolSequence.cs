namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// The Sobol sequence as 32 binary digits, with the direction numbers of Joe and Kuo (SIAM J. Sci. Comput. 30, 2008).
/// </summary>
internal static class SobolSequence
{
    private const int Digits = 32;

    // Degree and coefficients of a primitive polynomial, and the first direction numbers.
    private static readonly (int Coefficients, uint[] First)[] Polynomials =
    [
        (0, [1]),
        (1, [1, 3]),
        (1, [1, 3, 1]),
        (2, [1, 1, 1]),
        (1, [1, 1, 3, 3]),
        (4, [1, 3, 5, 13]),
        (2, [1, 1, 5, 5, 17]),
        (4, [1, 1, 5, 5, 5]),
        (7, [1, 1, 7, 11, 19]),
        (11, [1, 1, 5, 1, 1]),
        (13, [1, 1, 1, 3, 11]),
        (14, [1, 3, 5, 5, 31]),
        (1, [1, 3, 3, 9, 7, 49]),
        (13, [1, 1, 1, 15, 21, 21]),
        (16, [1, 3, 1, 13, 27, 49]),
        (19, [1, 1, 1, 15, 7, 5]),
        (22, [1, 3, 1, 15, 13, 25]),
        (25, [1, 1, 5, 5, 19, 61]),
        (1, [1, 3, 7, 11, 23, 15, 103]),
        (4, [1, 3, 7, 13, 13, 15, 69]),
    ];

    private static readonly uint[][] Directions = [.. Enumerable.Range(0, Polynomials.Length + 1).Select(Direction)];

    /// <summary>Dimensions there are numbers for.</summary>
    public static int Dimensions => Directions.Length;

    /// <summary>A coordinate of a point, the first digit being the highest bit.</summary>
    public static uint Number(int index, int dimension)
    {
        uint number = 0;
        // Gray code of the index: neighbours differ in one digit.
        uint gray = (uint)index ^ ((uint)index >> 1);
        for (int digit = 0; gray != 0; digit++, gray >>= 1)
            if ((gray & 1) != 0) number ^= Directions[dimension][digit];
        return number;
    }

    private static uint[] Direction(int dimension)
    {
        uint[] numbers = new uint[Digits];
        // The first dimension is van der Corput's.
        if (dimension == 0)
        {
            for (int i = 0; i < Digits; i++) numbers[i] = 1u << (Digits - 1 - i);
            return numbers;
        }
        var (coefficients, first) = Polynomials[dimension - 1];
        int degree = first.Length;
        for (int i = 0; i < Digits; i++)
        {
            if (i < degree)
            {
                numbers[i] = first[i] << (Digits - 1 - i);
                continue;
            }
            numbers[i] = numbers[i - degree] ^ (numbers[i - degree] >> degree);
            for (int k = 1; k < degree; k++)
                if (((coefficients >> (degree - 1 - k)) & 1) != 0) numbers[i] ^= numbers[i - k];
        }
        return numbers;
    }
}
