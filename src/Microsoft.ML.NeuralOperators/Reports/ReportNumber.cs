using System.Globalization;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Numbers as a page shows them: few digits, a real minus sign, powers of ten where there are many zeros.
/// </summary>
public static class ReportNumber
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>The number, such as 12, 0.0123, 4.56×10⁻⁴ or −0.5.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">Significant digits, from 1 to 6; zeros at the end are left out.</param>
    public static string Text(double value, int digits = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 6);
        if (!double.IsFinite(value)) return value.ToString(CultureInfo.InvariantCulture);
        if (value == 0) return "0";
        string places = new('#', digits - 1);
        string[] parts = value.ToString($"0.{places}e0", CultureInfo.InvariantCulture).Split('e');
        int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        double rounded = double.Parse($"{parts[0]}e{parts[1]}", CultureInfo.InvariantCulture);
        string text = exponent is >= -3 and < 6
            ? rounded.ToString("0.########", CultureInfo.InvariantCulture)
            : $"{parts[0]}×10{string.Concat(parts[1].Select(c => c == '-' ? '⁻' : Superscripts[c - '0']))}";
        return text.Replace('-', '−');
    }
}
