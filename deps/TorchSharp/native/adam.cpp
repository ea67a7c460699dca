// One pass over memory for a step of Adam on the CPU. libtorch's foreach kernels fall back to eight passes and as many
// calls per parameter there, which for small networks costs more than everything else in a step.
#include "ts.h"
#include <ATen/Parallel.h>
#include <cmath>

namespace {
struct adam_step {
  double size;      // learning rate with the bias corrections
  double beta1, beta2;
  double eps;       // with the second correction
  double shrink;    // 1 - lr * decay for decoupled decay, else 1
  double decay;     // added to the gradient
  double sign;      // -1 to maximise
};

template <class T>
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("avx2", "default")))
#endif
void run(T* __restrict p, const T* __restrict g, T* __restrict m, T* __restrict v, T* __restrict largest, int64_t n, const adam_step& s) {
  const T size = s.size, b1 = s.beta1, b2 = s.beta2, c1 = 1 - s.beta1, c2 = 1 - s.beta2, eps = s.eps, shrink = s.shrink, decay = s.decay, sign = s.sign;
  if (largest == nullptr) {
    for (int64_t k = 0; k < n; k++) {
      T x = p[k] * shrink, slope = sign * g[k] + decay * p[k];
      m[k] = b1 * m[k] + c1 * slope;
      v[k] = b2 * v[k] + c2 * slope * slope;
      p[k] = x - size * m[k] / (std::sqrt(v[k]) + eps);
    }
  } else {
    for (int64_t k = 0; k < n; k++) {
      T x = p[k] * shrink, slope = sign * g[k] + decay * p[k];
      m[k] = b1 * m[k] + c1 * slope;
      v[k] = b2 * v[k] + c2 * slope * slope;
      largest[k] = largest[k] > v[k] ? largest[k] : v[k];
      p[k] = x - size * m[k] / (std::sqrt(largest[k]) + eps);
    }
  }
}

template <class T> void all(ts_tensor* p, ts_tensor* g, ts_tensor* m, ts_tensor* v, ts_tensor* largest, int32_t count, const adam_step& s) {
  auto data = [](ts_tensor t) { return static_cast<T*>(t->data()); };
  for (int32_t k = 0; k < count; k++) {
    T *pk = data(p[k]), *gk = data(g[k]), *mk = data(m[k]), *vk = data(v[k]), *lk = largest == nullptr ? nullptr : data(largest[k]);
    at::parallel_for(0, p[k]->numel(), 1 << 15, [&](int64_t from, int64_t to) {
      run<T>(pk + from, gk + from, mk + from, vk + from, lk == nullptr ? nullptr : lk + from, to - from, s);
    });
    p[k]->bump_version();
  }
}

bool plain(ts_tensor t, ts_tensor like) {
  return t->device().is_cpu() && t->layout() == c10::kStrided && t->is_contiguous() && t->dtype() == like->dtype() && t->numel() == like->numel()
      && !t->is_inference();
}
}

// Returns 1 where the tensors are not plain enough for it; nothing has happened then.
TS_API int32_t ts_adam(ts_tensor* p, ts_tensor* g, ts_tensor* m, ts_tensor* v, ts_tensor* largest, int32_t count, const double* numbers) {
  if (count == 0) return 0;
  auto type = c10::typeMetaToScalarType(p[0]->dtype());
  if (type != c10::ScalarType::Float && type != c10::ScalarType::Double) return 1;
  for (int32_t k = 0; k < count; k++) {
    if (p[k]->dtype() != p[0]->dtype() || !plain(p[k], p[k]) || !plain(g[k], p[k]) || !plain(m[k], p[k]) || !plain(v[k], p[k])) return 1;
    if (largest != nullptr && !plain(largest[k], p[k])) return 1;
  }
  adam_step s{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]};
  if (type == c10::ScalarType::Float) all<float>(p, g, m, v, largest, count, s);
  else all<double>(p, g, m, v, largest, count, s);
  return 0;
}
