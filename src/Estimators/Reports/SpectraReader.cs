using Microsoft.ML.NeuralOperators.Metrics;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Mean squares by shells of wave numbers, means over rows; see <see cref="EnergySpectrum"/>.</summary>
/// <param name="Truth">Of the true field.</param>
/// <param name="Prediction">Of the predicted one.</param>
/// <param name="Error">Of their difference.</param>
/// <param name="Full">Shells that every axis of the grid can hold.</param>
internal sealed record ChannelSpectra(IReadOnlyList<double> Truth, IReadOnlyList<double> Prediction,
    IReadOnlyList<double> Error, int Full);

/// <summary>Collects the spectra of some channels, row by row.</summary>
internal sealed class SpectraReader
{
    private readonly int[] _channels;
    private readonly double[] _truth, _prediction, _error;
    private readonly (EnergySpectrum Truth, EnergySpectrum Prediction, EnergySpectrum Error)[] _spectra;
    private readonly bool[] _hasRows;

    public SpectraReader(FieldColumn field, int[] channels)
    {
        _channels = field.Points is null ? channels : [];
        int points = _channels.Length == 0 ? 0 : field.Grid.Aggregate(1, (p, n) => p * n);
        (_truth, _prediction, _error) = (new double[points], new double[points], new double[points]);
        _spectra = [.. _channels.Select(_ => (new EnergySpectrum(field.Grid), new EnergySpectrum(field.Grid),
            new EnergySpectrum(field.Grid)))];
        _hasRows = new bool[channels.Length];
    }

    public void Add(float[] truth, float[] prediction)
    {
        for (int c = 0; c < _channels.Length; c++)
        {
            bool isWhole = true;
            for (int i = 0, at = _channels[c] * _truth.Length; i < _truth.Length; i++, at++)
            {
                (_truth[i], _prediction[i]) = (truth[at], prediction[at]);
                _error[i] = _prediction[i] - _truth[i];
                isWhole &= double.IsFinite(_error[i]);
            }
            // There is no spectrum where values are missing.
            if (!isWhole) continue;
            _spectra[c].Truth.Add(_truth);
            _spectra[c].Prediction.Add(_prediction);
            _spectra[c].Error.Add(_error);
            _hasRows[c] = true;
        }
    }

    public ChannelSpectra?[] Results()
        => [.. _hasRows.Select((hasRows, c) => !hasRows ? null
            : new ChannelSpectra(_spectra[c].Truth.Shells, _spectra[c].Prediction.Shells, _spectra[c].Error.Shells,
                _spectra[c].Error.FullShells))];
}
