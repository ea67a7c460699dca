// The process: version, threads, devices, random numbers.
#include "ts.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <c10/core/impl/VirtualGuardImpl.h>

TS_API const char* ts_version() { return TORCH_VERSION; }

TS_API int32_t ts_num_threads() { return at::get_num_threads(); }
TS_API int ts_set_num_threads(int32_t count) { return ts::guarded([&] { at::set_num_threads(count); }); }
TS_API int32_t ts_num_interop_threads() { return at::get_num_interop_threads(); }
TS_API int ts_set_num_interop_threads(int32_t count) { return ts::guarded([&] { at::set_num_interop_threads(count); }); }

TS_API int32_t ts_cuda_available() { return at::globalContext().hasCUDA(); }
TS_API int32_t ts_cudnn_available() { return at::globalContext().hasCUDA() && at::globalContext().hasCuDNN(); }

TS_API int32_t ts_cuda_device_count() {
  if (!at::globalContext().hasCUDA()) return 0;
  return c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).deviceCount();
}

TS_API int ts_cuda_init() {
  return ts::guarded([&] {
    TORCH_CHECK(at::globalContext().hasCUDA(), "this libtorch has no CUDA, or no CUDA device is present");
    c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).getDevice();
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 6)
    at::globalContext().lazyInitDevice(c10::DeviceType::CUDA);
#else
    at::globalContext().lazyInitCUDA();
#endif
  });
}

TS_API int32_t ts_tf32(int32_t cudnn) {
  return cudnn ? at::globalContext().allowTF32CuDNN() : at::globalContext().allowTF32CuBLAS();
}
TS_API int ts_set_tf32(int32_t cudnn, int32_t value) {
  return ts::guarded([&] {
    if (cudnn) at::globalContext().setAllowTF32CuDNN(value != 0);
    else at::globalContext().setAllowTF32CuBLAS(value != 0);
  });
}

// "highest", "high" or "medium".
TS_API int32_t ts_matmul_precision() { return static_cast<int32_t>(at::globalContext().float32MatmulPrecision()); }
TS_API int ts_set_matmul_precision(const char* name) {
  return ts::guarded([&] { at::globalContext().setFloat32MatmulPrecision(std::string(name)); });
}

TS_API int32_t ts_deterministic() { return at::globalContext().deterministicAlgorithms(); }
TS_API int32_t ts_deterministic_warn_only() { return at::globalContext().deterministicAlgorithmsWarnOnly(); }
TS_API int ts_set_deterministic(int32_t mode, int32_t warn_only) {
  return ts::guarded([&] { at::globalContext().setDeterministicAlgorithms(mode != 0, warn_only != 0); });
}

// Random numbers -----------------------------------------------------------------------------------------------------
// Every device's default generator, as torch.manual_seed does.
TS_API int ts_manual_seed(uint64_t seed) { return ts::guarded([&] { at::manual_seed(seed); }); }

TS_API int ts_generator_default(int32_t device_type, int32_t index, void** result) {
  return ts::guarded([&] {
    *result = new at::Generator(at::globalContext().defaultGenerator(
        c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(index))));
  });
}

TS_API int ts_generator_new(uint64_t seed, int32_t device_type, int32_t index, void** result) {
  return ts::guarded([&] {
    if (device_type == static_cast<int32_t>(c10::DeviceType::CPU)) {
      *result = new at::Generator(at::detail::createCPUGenerator(seed));
      return;
    }
    // A clone of the device's default generator: works for any device without its headers.
    auto base = at::globalContext().defaultGenerator(
        c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(index)));
    std::unique_ptr<at::Generator> made;
    {
      std::lock_guard<std::mutex> lock(base.mutex());
      made.reset(new at::Generator(base.clone()));
    }
    made->set_current_seed(seed);
    *result = made.release();
  });
}

TS_API void ts_generator_free(void* g) { delete static_cast<at::Generator*>(g); }

TS_API int ts_generator_set_seed(void* g, uint64_t seed) {
  return ts::guarded([&] {
    auto& generator = *static_cast<at::Generator*>(g);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(seed);
  });
}

TS_API uint64_t ts_generator_seed(void* g) { return static_cast<at::Generator*>(g)->current_seed(); }

TS_API int ts_generator_new_seed(void* g, uint64_t* result) {
  return ts::guarded([&] {
    auto& generator = *static_cast<at::Generator*>(g);
    std::lock_guard<std::mutex> lock(generator.mutex());
    *result = generator.seed();
  });
}

TS_API int ts_generator_state(void* g, ts_tensor* result) {
  return ts::guarded([&] {
    auto& generator = *static_cast<at::Generator*>(g);
    std::lock_guard<std::mutex> lock(generator.mutex());
    *result = ts::release(generator.get_state());
  });
}

TS_API int ts_generator_set_state(void* g, ts_tensor state) {
  return ts::guarded([&] {
    auto& generator = *static_cast<at::Generator*>(g);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(ts::borrow(state));
  });
}
