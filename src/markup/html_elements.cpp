#include "html_elements.hpp"

#include "document.hpp"

#include <unordered_map>

namespace syncctl::markup {

namespace {

using Role = HtmlElement::Role;

const std::unordered_map<std::string_view, HtmlElement>& elements()
{
    static const std::unordered_map<std::string_view, HtmlElement> table{
        {"a", {Role::link}},
        {"address", {Role::block}},
        {"applet", {Role::dropped}},
        {"article", {Role::block}},
        {"aside", {Role::block}},
        {"audio", {Role::dropped}},
        {"b", {Role::styled, style::k_strong}},
        {"blockquote", {Role::quote}},
        {"br", {Role::line_break}},
        {"button", {Role::dropped}},
        {"canvas", {Role::dropped}},
        {"caption", {Role::block}},
        {"center", {Role::block}},
        {"code", {Role::code, style::k_code}},
        {"datalist", {Role::dropped}},
        {"dd", {Role::block}},
        {"del", {Role::styled, style::k_strike}},
        {"details", {Role::block}},
        {"dir", {Role::list}},
        {"div", {Role::block}},
        {"dl", {Role::block}},
        {"dt", {Role::block}},
        {"em", {Role::styled, style::k_emphasis}},
        {"fieldset", {Role::block}},
        {"figcaption", {Role::block}},
        {"figure", {Role::block}},
        {"footer", {Role::block}},
        {"form", {Role::block}},
        {"frameset", {Role::dropped}},
        {"h1", {Role::heading, 1}},
        {"h2", {Role::heading, 2}},
        {"h3", {Role::heading, 3}},
        {"h4", {Role::heading, 4}},
        {"h5", {Role::heading, 5}},
        {"h6", {Role::heading, 6}},
        {"header", {Role::block}},
        {"hr", {Role::rule}},
        {"i", {Role::styled, style::k_emphasis}},
        {"iframe", {Role::dropped}},
        {"img", {Role::image}},
        {"input", {Role::input}},
        {"ins", {Role::styled, style::k_underline}},
        {"kbd", {Role::styled, style::k_code}},
        {"li", {Role::item}},
        {"main", {Role::block}},
        {"math", {Role::dropped}},
        {"menu", {Role::list}},
        {"nav", {Role::block}},
        {"noembed", {Role::dropped}},
        {"noframes", {Role::dropped}},
        {"object", {Role::dropped}},
        {"ol", {Role::list, 1}},
        {"optgroup", {Role::dropped}},
        {"option", {Role::dropped}},
        {"p", {Role::paragraph}},
        {"pre", {Role::preformatted}},
        {"s", {Role::styled, style::k_strike}},
        {"samp", {Role::styled, style::k_code}},
        {"script", {Role::dropped}},
        {"section", {Role::block}},
        {"select", {Role::dropped}},
        {"span", {Role::span}},
        {"strike", {Role::styled, style::k_strike}},
        {"strong", {Role::styled, style::k_strong}},
        {"style", {Role::dropped}},
        {"sub", {Role::styled, style::k_subscript}},
        {"summary", {Role::block}},
        {"sup", {Role::styled, style::k_superscript}},
        {"svg", {Role::dropped}},
        {"table", {Role::table}},
        {"td", {Role::cell}},
        {"template", {Role::dropped}},
        {"textarea", {Role::dropped}},
        {"th", {Role::cell, 1}},
        {"title", {Role::dropped}},
        {"tr", {Role::row}},
        {"tt", {Role::styled, style::k_code}},
        {"u", {Role::styled, style::k_underline}},
        {"ul", {Role::list}},
        {"video", {Role::dropped}},
    };
    return table;
}

} // namespace

HtmlElement html_element(std::string_view name)
{
    const auto known = elements().find(name);
    return known == elements().end() ? HtmlElement{} : known->second;
}

} // namespace syncctl::markup
