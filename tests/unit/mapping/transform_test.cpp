#include "chains.hpp"


using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("every transform is known by its name and its older name", "[mapping][transform]")
{
    CHECK(mapping::all_transforms().size() == all_chains().size());
    for (const auto& info : mapping::all_transforms()) {
        CHECK(mapping::find_transform(info.name) == &info);
        if (!info.older_name.empty()) {
            CHECK(mapping::find_transform(info.older_name) == &info);
        }
    }
    CHECK(mapping::find_transform("") == nullptr);
    CHECK(mapping::find_transform("UPPER") == nullptr);
    CHECK(text_of(chain("toUpperCase").forward(text("a"))) == "A");
}

TEST_CASE("null stays null in every transform but default", "[mapping][transform]")
{
    const auto chains = all_chains();
    for (std::size_t i = 0; i < chains.size(); ++i) {
        const bool fills_in = mapping::all_transforms()[i].name == "default";
        CHECK(model::is_null(value_of(chains[i].forward(Value{}))) != fills_in);
        CHECK(model::is_null(value_of(chains[i].backward(Value{}))) != fills_in);
    }
    CHECK(text_of(chain("default", {"d"}).forward(Value{})) == "d");
    CHECK(text_of(chain("default", {"d"}).forward(text(""))).empty());
}

TEST_CASE("the other functions refuse what they cannot take", "[mapping][transform]")
{
    const Value list{List{"a"}};
    CHECK(problem_of(chain("map", {"t"}, k_table).forward(list)).find("not a list value") !=
          std::string::npos);
    CHECK(problem_of(chain("number").forward(list)).find("not a list value") != std::string::npos);
    CHECK(problem_of(chain("number").forward(Value{true})).find("not a boolean value") !=
          std::string::npos);
    CHECK(problem_of(chain("number").backward(text("x"))).find("is not a decimal number") !=
          std::string::npos);
    CHECK(problem_of(chain("text").forward(list)).find("not a list value") != std::string::npos);
    CHECK(problem_of(chain("text").backward(number("1"))).find("text on the way back") !=
          std::string::npos);
    CHECK(problem_of(chain("text").backward(text("x"))).find("neither a decimal number") !=
          std::string::npos);
    CHECK(problem_of(chain("boolean").forward(list)).find("not a list value") != std::string::npos);
    CHECK(problem_of(chain("no such").forward(text("x"))).find("unknown transform") !=
          std::string::npos);
}

TEST_CASE("lossless transforms give back what went in, and keep what comes back",
          "[mapping][transform]")
{
    std::mt19937 random{20240229};
    for (int i = 0; i < 2000; ++i) {
        const auto any = text(some_text(random));
        for (const auto& each :
             {chain("none"), chain("prefix", {"é-"}), chain("suffix", {"\u0301x"})}) {
            const auto there = value_of(each.forward(any));
            CHECK(value_of(each.backward(there)) == any);
            CHECK(value_of(each.forward(value_of(each.backward(there)))) == there);
        }
        const auto digits = std::to_string(static_cast<long>(random()) - 2'000'000'000L) + "." +
                            std::to_string(random() % 1000U);
        const auto canonical = model::number_from_text(digits);
        CHECK(value_of(chain("text").backward(value_of(chain("text").forward(Value{canonical})))) ==
              Value{canonical});
        const auto plain = text(canonical.text);
        CHECK(value_of(chain("number").backward(value_of(chain("number").forward(plain)))) ==
              plain);
    }
    for (const bool flag : {true, false}) {
        CHECK(value_of(chain("text").backward(value_of(chain("text").forward(Value{flag})))) ==
              Value{flag});
    }
    const auto one_to_one =
        chain("map", {"t"}, {{"1", "a", model::Arrow::both}, {"2", "b", model::Arrow::both}});
    for (const std::string key : {"1", "2"}) {
        CHECK(value_of(one_to_one.backward(value_of(one_to_one.forward(text(key))))) == text(key));
    }
}

TEST_CASE("comparable text transforms change nothing when applied twice", "[mapping][transform]")
{
    std::mt19937 random{77};
    for (int i = 0; i < 2000; ++i) {
        const auto any = text(some_text(random));
        for (const auto& each : {chain("upper"),
                                 chain("lower"),
                                 chain("trim"),
                                 chain("truncate", {"5"}),
                                 chain("truncate", {"5", "…"})}) {
            const auto once = value_of(each.forward(any));
            CHECK(value_of(each.forward(once)) == once);
            CHECK(value_of(each.backward(any)) == once);
            CHECK(base::is_valid_utf8(std::get<std::string>(once)));
        }
        CHECK(base::code_points(text_of(chain("truncate", {"5", "…"}).forward(any))) <= 5);
    }
}

TEST_CASE("hostile text goes through every transform as data, equal in and equal out",
          "[mapping][transform]")
{
    const auto texts = hostile_texts();
    REQUIRE(texts.size() > 50);
    for (const auto& hostile : texts) {
        const auto value = text(hostile);
        CHECK(value_of(chain("none").forward(value)) == value);
        for (const auto& each : all_chains()) {
            for (const auto side : {model::Side::source, model::Side::target}) {
                const auto first = each.towards(side, value);
                const auto second = each.towards(side, value);
                REQUIRE(first.index() == second.index());
                if (const auto* result = std::get_if<Value>(&first)) {
                    CHECK(*result == std::get<Value>(second));
                    const auto* out = std::get_if<std::string>(result);
                    CHECK((out == nullptr || base::is_valid_utf8(*out)));
                } else {
                    CHECK_FALSE(problem_of(first).empty());
                }
            }
        }
    }
}

TEST_CASE("a chain runs from left to right and back from right to left", "[mapping][transform]")
{
    const Chain both{{{"trim", {}, {}}, {"prefix", {"["}, {}}, {"suffix", {"]"}, {}}}};
    CHECK(text_of(both.forward(text(" a "))) == "[a]");
    CHECK(text_of(both.backward(text("[a]"))) == "a");
    CHECK(problem_of(both.backward(text("[a"))) == "the text does not end with ']'");
    CHECK(value_of(Chain{{}}.forward(number("1"))) == number("1"));
}
