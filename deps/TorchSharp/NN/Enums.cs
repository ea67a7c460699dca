namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks: modules, and their layers as functions.</summary>
    public static partial class nn
    {
        /// <summary>What a loss does with its many values.</summary>
        public enum Reduction
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }
    }
}
