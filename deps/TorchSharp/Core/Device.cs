namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lives: a kind of device and, among several of a kind, an index (-1: the current one).</summary>
    public class Device
    {
        public DeviceType type { get; }
        public int index { get; }

        /// <summary>"cpu", "cuda" or "cuda:1".</summary>
        public Device(string description)
        {
            string[] parts = description.Split(':');
            int number = -1;
            if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], out number)))
                throw new ArgumentException($"'{description}' is not a device: write cpu, cuda or cuda:0.");
            (type, index) = (Named(parts[0]), number);
        }

        public Device(string deviceType, int index = -1) => (type, this.index) = (Named(deviceType), index);

        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        /// <summary>A CUDA device.</summary>
        public Device(int index) => (type, this.index) = (DeviceType.CUDA, index);

        public static implicit operator Device(string description) => new(description);

        private static DeviceType Named(string name) =>
            Enum.TryParse(name, ignoreCase: true, out DeviceType found) ? found : throw new ArgumentException($"'{name}' is not a kind of device.");

        public override bool Equals(object? obj) => obj is Device other && other.type == type && other.index == index;
        public override int GetHashCode() => HashCode.Combine(type, index);
        public override string ToString() => type.ToString().ToLowerInvariant() + (index < 0 ? "" : ":" + index);
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);

    public static Device device(string description) => new(description);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(index);

    /// <summary>Makes sure the device can be used.</summary>
    public static Device InitializeDevice(Device? device)
    {
        Device chosen = device ?? CPU;
        InitializeDeviceType(chosen.type);
        return chosen;
    }

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (deviceType == DeviceType.CUDA) Failure.Check(NativeMethods.ts_cuda_init(), "torch.InitializeDeviceType(CUDA)");
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType)
    {
        if (deviceType == DeviceType.CUDA && !cuda.is_available()) return false;
        InitializeDeviceType(deviceType);
        return true;
    }
}
