using System.Buffers;
using Apache.Arrow.Memory;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>Memory for Arrow's buffers, as much as a file may take.</summary>
internal sealed class BudgetedAllocator(ReadBudget budget) : MemoryAllocator
{
    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        budget.Take(length);
        bytesAllocated = length;
        return new Owner(length);
    }

    private sealed class Owner(int length) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose()
        {
        }
    }
}
