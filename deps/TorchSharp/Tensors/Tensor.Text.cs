using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape and type, for error texts.</summary>
        internal string Describe() => handle == 0 ? "disposed tensor" : $"[{string.Join("x", shape)}] {dtype}" + (device_type == DeviceType.CPU ? "" : $" {device}");

        /// <summary>Shape, type and device; and the elements, where there are few of them.</summary>
        public override string ToString()
        {
            if (handle == 0) return "[disposed]";
            string head = this.metastr();
            return numel() is > 0 and <= 1000 && device_type is DeviceType.CPU or DeviceType.CUDA && !is_sparse ? head + Elements() : head;
        }

        private string Elements()
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor here = detach().cpu();
            if (here.is_complex()) here = here.resolve_conj();
            long[] sizes = here.shape;
            Tensor wide = here.is_complex() ? here.type(ScalarType.ComplexFloat64) : here.type(ScalarType.Float64);
            var texts = new List<string>();
            if (here.is_complex())
                foreach (System.Numerics.Complex value in wide.data<System.Numerics.Complex>())
                    texts.Add(string.Create(CultureInfo.InvariantCulture, $"{value.Real:G5}{value.Imaginary:+0.####;-0.####;+0}i"));
            else
                foreach (double value in wide.data<double>())
                    texts.Add(here.dtype == ScalarType.Bool ? (value != 0 ? "true" : "false") : value.ToString("G5", CultureInfo.InvariantCulture));
            var text = new StringBuilder(sizes.Length == 0 ? ", value = " : "\n");
            int next = 0;
            void Print(int dim)
            {
                if (dim == sizes.Length)
                {
                    text.Append(texts[next++]);
                    return;
                }
                text.Append('[');
                for (long k = 0; k < sizes[dim]; k++)
                {
                    if (k > 0) text.Append(dim == sizes.Length - 1 ? " " : "\n" + new string(' ', dim + 1));
                    Print(dim + 1);
                }
                text.Append(']');
            }

            Print(0);
            return text.ToString();
        }
    }
}
