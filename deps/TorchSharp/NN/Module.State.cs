using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>All parameters and buffers by name: the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string lead = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach ((string path, Module module) in WithSelf(true))
                {
                    foreach ((string own, Parameter? parameter) in module.parameters_)
                        if (parameter is not null) destination.TryAdd(lead + path + own, parameter);
                    foreach ((string own, Tensor buffer) in module.buffers_) destination.TryAdd(lead + path + own, buffer);
                }
                return destination;
            }

            /// <summary>Copies values in by name.</summary>
            /// <returns>The names missing from the source, and the source's that nothing here has.</returns>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source,
                bool strict = true, IList<string>? skip = null)
            {
                Dictionary<string, Tensor> target = state_dict();
                List<string> missing = target.Keys.Where(k => !source.ContainsKey(k) && !(skip?.Contains(k) ?? false)).ToList();
                List<string> unexpected = source.Keys.Where(k => !target.ContainsKey(k) && !(skip?.Contains(k) ?? false)).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary."
                        + (missing.Count > 0 ? $" Missing: {string.Join(", ", missing)}." : "")
                        + (unexpected.Count > 0 ? $" Unexpected: {string.Join(", ", unexpected)}." : ""));
                using (no_grad())
                    foreach ((string key, Tensor value) in source)
                        if (target.TryGetValue(key, out Tensor? own) && !(skip?.Contains(key) ?? false)) own.copy_(value);
                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using FileStream stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>The number of tensors, then each one's name, type, shape and elements.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                List<KeyValuePair<string, Tensor>> kept = sd.Where(entry => !(skip?.Contains(entry.Key) ?? false)).ToList();
                writer.Write7BitEncodedInt64(kept.Count);
                foreach ((string key, Tensor value) in kept)
                {
                    writer.Write(key);
                    value.Save(writer);
                }
            }
        }
    }
}
