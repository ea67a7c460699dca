namespace Microsoft.ML.NeuralOperators.Tests.Layers;

/// <summary>Stands for a layer where a function without parameters is tested.</summary>
internal sealed class Nothing : Layer;
