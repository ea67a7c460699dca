// Files of one tensor, in PyTorch's own pickle format.
#include "ts.h"
#include <ATen/core/ivalue.h>
#include <fstream>
#include <iterator>
#include <torch/csrc/jit/serialization/pickle.h>
#include <vector>

TS_API int ts_save(ts_tensor t, const char* path) {
  return ts::guarded([&] {
    auto data = torch::jit::pickle_save(c10::IValue(ts::borrow(t)));
    std::ofstream file(path, std::ios::binary);
    file.write(data.data(), static_cast<std::streamsize>(data.size()));
    file.close();
    TORCH_CHECK(file.good(), "cannot write ", path);
  });
}

TS_API int ts_load(const char* path, ts_tensor* result) {
  return ts::guarded([&] {
    std::ifstream file(path, std::ios::binary);
    TORCH_CHECK(file.good(), "cannot open ", path);
    std::vector<char> data((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto value = torch::jit::pickle_load(data);
    TORCH_CHECK(value.isTensor(), path, " does not hold a single tensor");
    *result = ts::release(value.toTensor());
  });
}
