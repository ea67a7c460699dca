using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A piece of a model: parameters, buffers and further modules, each under a name.</summary>
        public abstract partial class Module : IDisposable
        {
            private readonly List<(string name, Module module)> children_ = [];
            private readonly List<(string name, Parameter? parameter)> parameters_ = [];
            private readonly List<(string name, Tensor buffer)> buffers_ = [];
            private bool registered;

            protected readonly string name;

            protected Module(string name) => this.name = name;

            public virtual string GetName() => name;

            // Registration ------------------------------------------------------------------------------------------------

            /// <summary>Registers what the fields of this object hold, under the fields' names. Call it at the end of a constructor.</summary>
            protected virtual void RegisterComponents()
            {
                if (registered) return;
                registered = true;
                foreach (FieldInfo field in GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    if (field.DeclaringType == typeof(Module)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(field.Name, module);
                            break;
                        case Parameter parameter:
                            register_parameter(field.Name, parameter);
                            break;
                        case Tensor buffer:
                            CheckName(field.Name, parameters_.Any(p => p.name == field.Name) || children_.Any(c => c.name == field.Name));
                            buffers_.RemoveAll(b => b.name == field.Name);
                            buffers_.Add((field.Name, buffer));
                            break;
                    }
                }
            }

            public virtual void register_module(string name, Module submodule)
            {
                CheckName(name, parameters_.Any(p => p.name == name) || buffers_.Any(b => b.name == name));
                submodule.RegisterComponents();
                int at = children_.FindIndex(c => c.name == name);
                if (at < 0) children_.Add((name, submodule));
                else if (ReferenceEquals(children_[at].module, submodule)) return;
                else throw new InvalidOperationException($"Sub-module {name} is already registered.");
            }

            public virtual void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_parameter(string name, Parameter? param)
            {
                CheckName(name, children_.Any(c => c.name == name) || buffers_.Any(b => b.name == name));
                if (param is not null && !param.is_leaf)
                    throw new InvalidOperationException($"cannot assign non-leaf Tensor to parameter '{name}'.");
                int at = parameters_.FindIndex(p => p.name == name);
                if (at < 0) parameters_.Add((name, param));
                else parameters_[at] = (name, param);
            }

            /// <summary>Registers a tensor as a parameter, or takes the name away where there is none.</summary>
            protected void ConditionallyRegisterParameter(string name, Tensor? value)
            {
                parameters_.RemoveAll(p => p.name == name);
                if (value is not null) register_parameter(name, value as Parameter ?? new Parameter(value));
            }

            private static void CheckName(string name, bool taken)
            {
                if (string.IsNullOrEmpty(name) || name.Contains('.')) throw new ArgumentException($"'{name}' is not the name of a component: it is empty or has a dot.");
                if (taken) throw new InvalidOperationException($"'{name}' is already registered as another kind of component.");
            }

            /// <summary>For modules that registered everything themselves, under other names than their fields'.</summary>
            private protected void RegisteredAll() => registered = true;

            // Containers keep their children in order under their numbers or names.
            private protected void ClearChildren() => children_.Clear();
            private protected void ClearParameters() => parameters_.Clear();

            // Walks -------------------------------------------------------------------------------------------------------

            public virtual IEnumerable<(string name, Module module)> named_children() => children_.ToArray();
            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            /// <summary>All modules below this one.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string child, Module module) in named_children())
                {
                    yield return (child, module);
                    foreach ((string below, Module inner) in module.named_modules()) yield return ($"{child}.{below}", inner);
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                // One that several modules share comes once.
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach ((string prefix, Module module) in WithSelf(recurse))
                    foreach ((string own, Parameter? parameter) in module.parameters_)
                        if (parameter is not null && seen.Add(parameter)) yield return (prefix + own, parameter);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            private protected IEnumerable<(string name, Tensor buffer)> NamedBuffers()
            {
                foreach ((string prefix, Module module) in WithSelf(true))
                    foreach ((string own, Tensor buffer) in module.buffers_) yield return (prefix + own, buffer);
            }

            private IEnumerable<(string prefix, Module module)> WithSelf(bool recurse)
            {
                yield return ("", this);
                if (!recurse) yield break;
                foreach ((string path, Module module) in named_modules()) yield return (path + ".", module);
            }

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;
            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(p => p.name == target).parameter;
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;
            public virtual Tensor? get_buffer(string target) => NamedBuffers().FirstOrDefault(b => b.name == target).buffer;

            public virtual Module apply(Action<Module> fn)
            {
                foreach (Module child in children()) child.apply(fn);
                fn(this);
                return this;
            }

            // Modes -------------------------------------------------------------------------------------------------------

            public virtual bool training { get; private set; } = true;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (Module child in children()) child.train(train);
            }

            public virtual void eval() => train(false);

            // The end -----------------------------------------------------------------------------------------------------

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach ((_, Module module) in children_) module.Dispose();
                foreach ((_, Parameter? parameter) in parameters_) parameter?.Dispose();
                foreach ((_, Tensor buffer) in buffers_) buffer.Dispose();
            }
        }
    }
}
