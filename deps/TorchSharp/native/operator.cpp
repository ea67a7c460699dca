// Any ATen operator by name: found once through the c10 dispatcher, then called with boxed arguments.
#include "ts.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/Generator.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>
#include <vector>

namespace {
// What a schema wants in one place: enough to turn an int into a double or a list into an optional list.
enum class want { any, number, floating, tensor, tensors, optional_tensors, ints, doubles, bools };

struct op {
  c10::OperatorHandle handle;
  std::vector<want> wants;
  std::vector<c10::IValue> defaults;
  std::vector<bool> has_default;
  std::string name;
};

want wanted(c10::TypePtr type) {
  if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
  if (type->kind() == c10::TypeKind::FloatType) return want::floating;
  if (type->kind() == c10::TypeKind::NumberType) return want::number;
  if (type->kind() == c10::TypeKind::TensorType) return want::tensor;
  if (auto list = type->cast<c10::ListType>()) {
    auto element = list->getElementType();
    if (element->kind() == c10::TypeKind::OptionalType) return want::optional_tensors;
    if (element->kind() == c10::TypeKind::TensorType) return want::tensors;
    if (element->kind() == c10::TypeKind::FloatType) return want::doubles;
    if (element->kind() == c10::TypeKind::BoolType) return want::bools;
    return want::ints;
  }
  return want::any;
}

c10::IValue boxed(const ts_value& v, want w) {
  switch (v.tag) {
    case ts_none: return w == want::tensors ? c10::IValue(c10::List<at::Tensor>()) : c10::IValue();
    case ts_tensor_: return c10::IValue(ts::borrow(static_cast<ts_tensor>(v.p)));
    case ts_tensors: {
      auto items = static_cast<ts_tensor*>(v.p);
      if (w == want::optional_tensors) {
        c10::List<ts::optional<at::Tensor>> list;
        list.reserve(v.count);
        for (int32_t k = 0; k < v.count; k++)
          list.push_back(items[k] == nullptr ? ts::optional<at::Tensor>() : ts::optional<at::Tensor>(ts::borrow(items[k])));
        return c10::IValue(std::move(list));
      }
      c10::List<at::Tensor> list;
      list.reserve(v.count);
      for (int32_t k = 0; k < v.count; k++) list.push_back(ts::borrow(items[k]));
      return c10::IValue(std::move(list));
    }
    case ts_int:
      if (w == want::ints) return c10::IValue(c10::List<int64_t>({v.i}));  // one dimension where many may stand
      return w == want::floating ? c10::IValue(static_cast<double>(v.i)) : c10::IValue(v.i);
    case ts_double: return c10::IValue(v.d);
    case ts_bool: return c10::IValue(v.i != 0);
    case ts_ints: {
      auto items = static_cast<int64_t*>(v.p);
      if (w == want::bools) {
        c10::List<bool> list;
        for (int32_t k = 0; k < v.count; k++) list.push_back(items[k] != 0);
        return c10::IValue(std::move(list));
      }
      if (w == want::doubles) {
        c10::List<double> list;
        for (int32_t k = 0; k < v.count; k++) list.push_back(static_cast<double>(items[k]));
        return c10::IValue(std::move(list));
      }
      c10::List<int64_t> list;
      list.reserve(v.count);
      for (int32_t k = 0; k < v.count; k++) list.push_back(items[k]);
      return c10::IValue(std::move(list));
    }
    case ts_doubles: {
      auto items = static_cast<double*>(v.p);
      c10::List<double> list;
      list.reserve(v.count);
      for (int32_t k = 0; k < v.count; k++) list.push_back(items[k]);
      return c10::IValue(std::move(list));
    }
    case ts_string: return c10::IValue(std::string(static_cast<const char*>(v.p), v.count));
    case ts_complex: return c10::IValue(c10::complex<double>(v.d, v.d2));
    case ts_device: return c10::IValue(c10::Device(static_cast<c10::DeviceType>(v.i), static_cast<c10::DeviceIndex>(v.count)));
    case ts_generator: return c10::IValue(*static_cast<at::Generator*>(v.p));
    default: TORCH_CHECK(false, "unknown argument tag ", v.tag);
  }
}

void unboxed(c10::IValue&& value, ts_value& result) {
  result = ts_value{};
  if (value.isTensor()) {
    result.tag = ts_tensor_;
    result.p = ts::release(std::move(value).toTensor());
  } else if (value.isTensorList()) {
    auto list = value.toTensorVector();
    auto items = new ts_tensor[list.size()];
    for (size_t k = 0; k < list.size(); k++) items[k] = ts::release(std::move(list[k]));
    result.tag = ts_tensors;
    result.count = static_cast<int32_t>(list.size());
    result.p = items;
  } else if (value.isBool()) {
    result.tag = ts_bool;
    result.i = value.toBool();
  } else if (value.isInt()) {
    result.tag = ts_int;
    result.i = value.toInt();
  } else if (value.isDouble()) {
    result.tag = ts_double;
    result.d = value.toDouble();
  } else if (value.isComplexDouble()) {
    auto c = value.toComplexDouble();
    result.tag = ts_complex;
    result.d = c.real();
    result.d2 = c.imag();
  } else {
    result.tag = ts_none;
  }
}
}

TS_API int ts_operator_find(const char* name, const char* overload, void** result) {
  return ts::guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(handle.has_value(), "this libtorch has no operator ", name, *overload ? "." : "", overload);
    auto found = new op{*handle, {}, {}, {}, name};
    for (const auto& argument : handle->schema().arguments()) {
      found->wants.push_back(wanted(argument.type()));
      found->has_default.push_back(argument.default_value().has_value());
      found->defaults.push_back(argument.default_value().has_value() ? *argument.default_value() : c10::IValue());
    }
    *result = found;
  });
}

// Fills at most `capacity` results; further ones, and all of them where capacity is 0, are dropped.
TS_API int ts_operator_call(void* handle, const ts_value* arguments, int32_t count, ts_value* results, int32_t capacity, int32_t* filled) {
  return ts::guarded([&] {
    auto& o = *static_cast<op*>(handle);
    std::vector<c10::IValue> stack;
    stack.reserve(o.wants.size());
    TORCH_CHECK(static_cast<size_t>(count) <= o.wants.size(), o.name, " takes ", o.wants.size(), " arguments, not ", count);
    for (size_t k = 0; k < o.wants.size(); k++) {
      if (static_cast<int32_t>(k) < count && arguments[k].tag != ts_default) {
        stack.push_back(boxed(arguments[k], o.wants[k]));
      } else {
        TORCH_CHECK(o.has_default[k], o.name, ": argument ", k, " has no default");
        stack.push_back(o.defaults[k]);
      }
    }
    o.handle.callBoxed(&stack);
    int32_t n = 0;
    for (; n < capacity && static_cast<size_t>(n) < stack.size(); n++) unboxed(std::move(stack[n]), results[n]);
    *filled = n;
  });
}

TS_API void ts_free_list(ts_tensor* items) { delete[] items; }
