#pragma once

#include "document.hpp"

namespace syncctl::markup {

/// One spelling of what looks the same: lines that follow each other are one block, text that looks
/// the same is one stretch, formats do not reach over spaces at their ends; what shows nothing is
/// left out (empty blocks, breaks and spaces at the end of a block, blank lines of code around it).
/// Doing it again changes nothing.
void normalise(Document& document);

/// Joins lines that follow each other and trims code, but keeps every space and every empty line of
/// text: what the plain text of a document needs.
void normalise_for_text(Document& document);

} // namespace syncctl::markup
