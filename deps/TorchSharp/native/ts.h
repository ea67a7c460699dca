// The C interface between TorchSharp's managed code and libtorch. Every function that can fail returns non-zero and
// leaves its text in ts_error(): no C++ exception crosses the boundary.
#pragma once
#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>
#include <cstdint>
#include <torch/version.h>
#include <string>

#define TS_API extern "C" __attribute__((visibility("default")))

// A tensor handle is a TensorImpl that owns one reference.
typedef c10::TensorImpl* ts_tensor;

// One boxed argument or result: a tag, and a payload whose meaning the tag decides.
enum ts_tag : int32_t {
  ts_default = 0,    // an argument left out: the schema's default
  ts_none = 1,
  ts_tensor_ = 2,    // p: ts_tensor
  ts_tensors = 3,    // p: array of ts_tensor (null = undefined), count
  ts_int = 4,        // i
  ts_double = 5,     // d
  ts_bool = 6,       // i
  ts_ints = 7,       // p: array of int64_t, count
  ts_doubles = 8,    // p: array of double, count
  ts_string = 9,     // p: utf-8, count
  ts_complex = 10,   // d, d2
  ts_device = 11,    // i: device type, count: index
  ts_generator = 12, // p: generator handle
};
struct ts_value {
  int32_t tag;
  int32_t count;
  union { void* p; int64_t i; double d; };
  double d2;
};

namespace ts {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 5)
template <class T> using optional = std::optional<T>;
#else
template <class T> using optional = c10::optional<T>;
#endif

// Keeps the text of what went wrong for this thread; returns 1.
int fail(const char* text);

// Runs body; turns any exception into an error code.
template <class F> int guarded(F&& body) {
  try { body(); return 0; }
  catch (const c10::Error& e) { return fail(e.what_without_backtrace()); }
  catch (const std::exception& e) { return fail(e.what()); }
  catch (...) { return fail("unknown C++ exception"); }
}

inline at::Tensor borrow(ts_tensor t) {
  return t == nullptr ? at::Tensor() : at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(t));
}
inline ts_tensor release(at::Tensor t) { return t.defined() ? t.unsafeReleaseTensorImpl() : nullptr; }
}
