using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>Takes û' = Lû + N(û) with a diagonal L through time.</summary>
internal interface IStepper
{
    /// <summary>
    /// A spectrum after one step; the caller disposes it. Coefficients, which are made anew when the step changes,
    /// belong to the caller's dispose scope.
    /// </summary>
    torch.Tensor Step(torch.Tensor spectrum, double step);
}

/// <summary>Makes a stepper.</summary>
/// <param name="linear">L of every wave.</param>
/// <param name="shape">Shape of L: that of the spectra, or one that is repeated over them.</param>
/// <param name="rate">N: a complex spectrum for a complex spectrum.</param>
internal delegate IStepper StepperFactory(Complex[] linear, long[] shape, Func<torch.Tensor, torch.Tensor> rate);
