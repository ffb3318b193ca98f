#pragma once

#include "document.hpp"

namespace syncctl::markup {

/// One spelling of what looks the same: lines that follow each other are one block, text that looks
/// the same is one stretch, formats do not reach over spaces at their ends; what shows nothing is
/// left out (empty blocks, breaks and spaces at the end of a block, blank lines of code around it).
/// Doing it again changes nothing.
void normalise(Document& document);

/// Only joins lines that follow each other, for the plain text of a document.
void join_lines(Document& document);

} // namespace syncctl::markup
