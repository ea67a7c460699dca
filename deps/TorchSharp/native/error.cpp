#include "ts.h"

static thread_local std::string last_error;

int ts::fail(const char* text) {
  last_error = text;
  return 1;
}

TS_API const char* ts_error() { return last_error.c_str(); }
