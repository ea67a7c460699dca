// Tensors: life time, what they are, where their data is.
#include "ts.h"
#include <ATen/core/TensorBody.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <cstring>

TS_API void ts_tensor_free(ts_tensor t) {
  if (t != nullptr) c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(t);
}

TS_API void ts_tensors_free(ts_tensor* items, int32_t count) {
  for (int32_t k = 0; k < count; k++) ts_tensor_free(items[k]);
}

// One more reference to the same tensor.
TS_API ts_tensor ts_tensor_share(ts_tensor t) { return ts::release(ts::borrow(t)); }

TS_API int64_t ts_tensor_dim(ts_tensor t) { return t->dim(); }
TS_API int64_t ts_tensor_numel(ts_tensor t) { return t->numel(); }
TS_API int32_t ts_tensor_dtype(ts_tensor t) { return static_cast<int32_t>(c10::typeMetaToScalarType(t->dtype())); }
TS_API int64_t ts_tensor_itemsize(ts_tensor t) { return t->dtype().itemsize(); }
TS_API int32_t ts_tensor_is_contiguous(ts_tensor t) { return t->is_contiguous(); }
TS_API int64_t ts_tensor_offset(ts_tensor t) { return t->has_storage() ? t->storage_offset() : 0; }
TS_API int32_t ts_tensor_is_sparse(ts_tensor t) { return t->is_sparse(); }
TS_API int32_t ts_tensor_is_conj(ts_tensor t) { return ts::borrow(t).is_conj(); }
TS_API int32_t ts_tensor_is_neg(ts_tensor t) { return ts::borrow(t).is_neg(); }

TS_API void ts_tensor_device(ts_tensor t, int32_t* type, int32_t* index) {
  *type = static_cast<int32_t>(t->device().type());
  *index = t->device().index();
}

TS_API void ts_tensor_sizes(ts_tensor t, int64_t* result) {
  auto sizes = t->sizes();
  std::memcpy(result, sizes.data(), sizes.size() * sizeof(int64_t));
}

TS_API int ts_tensor_strides(ts_tensor t, int64_t* result) {
  return ts::guarded([&] {
    auto strides = t->strides();
    std::memcpy(result, strides.data(), strides.size() * sizeof(int64_t));
  });
}

TS_API int ts_tensor_data(ts_tensor t, void** result) {
  return ts::guarded([&] { *result = t->numel() == 0 ? nullptr : ts::borrow(t).data_ptr(); });
}

// A new CPU tensor holding a copy of managed memory.
TS_API int ts_tensor_copy_of(const void* data, const int64_t* sizes, int32_t dims, int32_t dtype, ts_tensor* result) {
  return ts::guarded([&] {
    auto t = at::empty(c10::IntArrayRef(sizes, dims), c10::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype)));
    if (t.numel() > 0) std::memcpy(t.data_ptr(), data, t.numel() * t.element_size());
    *result = ts::release(std::move(t));
  });
}
