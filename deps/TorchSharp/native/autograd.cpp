// Gradients: flags, .grad, backward, and the thread's grad and inference modes.
#include "ts.h"
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

TS_API int32_t ts_requires_grad(ts_tensor t) { return ts::borrow(t).requires_grad(); }
TS_API int32_t ts_is_leaf(ts_tensor t) { return ts::borrow(t).is_leaf(); }

TS_API int ts_set_requires_grad(ts_tensor t, int32_t value) {
  return ts::guarded([&] { ts::borrow(t).set_requires_grad(value != 0); });
}

TS_API int ts_retain_grad(ts_tensor t) {
  return ts::guarded([&] { ts::borrow(t).retain_grad(); });
}

// Null where there is no gradient.
TS_API ts_tensor ts_grad(ts_tensor t) { return ts::release(ts::borrow(t).grad()); }

// The gradients of many at once: what an optimiser asks for at every step.
TS_API void ts_grads(ts_tensor* tensors, int32_t count, ts_tensor* results) {
  for (int32_t k = 0; k < count; k++) results[k] = ts_grad(tensors[k]);
}

TS_API void ts_clear_grads(ts_tensor* tensors, int32_t count) {
  for (int32_t k = 0; k < count; k++) ts::borrow(tensors[k]).mutable_grad().reset();
}

TS_API int ts_set_grad(ts_tensor t, ts_tensor gradient) {
  return ts::guarded([&] { ts::borrow(t).mutable_grad() = ts::borrow(gradient); });
}

static torch::autograd::variable_list variables(ts_tensor* items, int32_t count) {
  torch::autograd::variable_list list;
  list.reserve(count);
  for (int32_t k = 0; k < count; k++) list.push_back(ts::borrow(items[k]));
  return list;
}

TS_API int ts_backward(ts_tensor* tensors, int32_t count, ts_tensor* gradients, int32_t gradient_count, int32_t retain_graph,
                       int32_t create_graph, ts_tensor* inputs, int32_t input_count) {
  return ts::guarded([&] {
    ts::optional<bool> retain;
    if (retain_graph >= 0) retain = retain_graph != 0;
    torch::autograd::backward(variables(tensors, count), variables(gradients, gradient_count), retain, create_graph != 0,
                              variables(inputs, input_count));
  });
}

TS_API int ts_autograd_grad(ts_tensor* outputs, int32_t output_count, ts_tensor* inputs, int32_t input_count, ts_tensor* gradients,
                            int32_t gradient_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, ts_tensor* results) {
  return ts::guarded([&] {
    auto grads = torch::autograd::grad(variables(outputs, output_count), variables(inputs, input_count),
                                       variables(gradients, gradient_count), retain_graph != 0 || create_graph != 0,
                                       create_graph != 0, allow_unused != 0);
    for (size_t k = 0; k < grads.size(); k++) results[k] = ts::release(grads[k]);
  });
}

TS_API int32_t ts_grad_mode() { return c10::GradMode::is_enabled(); }
TS_API void ts_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

TS_API int32_t ts_inference_mode() { return c10::InferenceMode::is_enabled(); }
TS_API void* ts_enter_inference_mode(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
// Must run on the thread that entered, innermost first.
TS_API void ts_leave_inference_mode(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
