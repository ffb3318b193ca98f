#pragma once

namespace syncctl::mapping {

/// A place in a document; both count from 1, columns in code points.
struct Place {
    int line = 1;
    int column = 1;
};

} // namespace syncctl::mapping
