using System.Collections;

namespace TorchSharp.Modules
{
    /// <summary>Modules by name, in the order they came.</summary>
    public class ModuleDict<T> : torch.nn.Module, IEnumerable<(string, T)> where T : torch.nn.Module
    {
        private readonly List<(string name, T module)> items = [];

        public ModuleDict() : base(nameof(ModuleDict<T>)) { }

        protected override void RegisterComponents() { }

        private int Find(string key) => items.FindIndex(i => i.name == key);

        private void Reregister()
        {
            ClearChildren();
            foreach ((string name, T module) in items) register_module(name, module);
        }

        public T this[string key]
        {
            get => TryGetValue(key, out T value) ? value : throw new KeyNotFoundException($"There is no module '{key}'.");
            set
            {
                int at = Find(key);
                if (at < 0) items.Add((key, value));
                else items[at] = (key, value);
                Reregister();
            }
        }

        public int Count => items.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => items.Select(i => i.name).ToArray();
        public ICollection<T> Values => items.Select(i => i.module).ToArray();
        public IEnumerable<string> keys() => Keys;
        public IEnumerable<T> values() => Values;

        public void Add(string key, T value) => Add((key, value));

        public void Add((string, T) item)
        {
            if (ContainsKey(item.Item1)) throw new ArgumentException($"There is a module '{item.Item1}' already.");
            register_module(item.Item1, item.Item2);
            items.Add(item);
        }

        public bool Remove(string key)
        {
            int at = Find(key);
            if (at < 0) return false;
            items.RemoveAt(at);
            Reregister();
            return true;
        }

        public void Clear()
        {
            items.Clear();
            ClearChildren();
        }

        public void clear() => Clear();
        public bool ContainsKey(string key) => Find(key) >= 0;

        public bool TryGetValue(string key, out T value)
        {
            int at = Find(key);
            value = at < 0 ? null! : items[at].module;
            return at >= 0;
        }

        public IEnumerator<(string, T)> GetEnumerator() => items.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var made = new Modules.ModuleDict<T>();
                foreach ((string, T) module in modules) made.Add(module);
                return made;
            }

            public static Modules.ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);
        }
    }
}
