using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>The live tensors of this process, for tests that say that none is left behind.</summary>
internal static class LiveTensorCount
{
    public static long Now => torch.Tensor.TotalCount;

    /// <summary>
    /// The count once everything earlier tests left to the garbage collector is gone, so that none of it goes away
    /// while a test counts.
    /// </summary>
    public static long AfterCollection()
    {
        // The second round takes what the finalisers of the first let go.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return Now;
    }
}
