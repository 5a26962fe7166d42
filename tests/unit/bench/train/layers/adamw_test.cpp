#include "bench/train/layers/adamw.h"

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

/// Three updates by the paper's algorithm 2, in double and without folding.
double plain_adamw(double p, const std::vector<double>& gradients, const AdamwRule& rule, double decay) {
    double m = 0, v = 0;
    for (std::size_t t = 1; t <= gradients.size(); ++t) {
        const double g = gradients[t - 1];
        m = rule.beta1 * m + (1 - double{rule.beta1}) * g;
        v = rule.beta2 * v + (1 - double{rule.beta2}) * g * g;
        const double m_hat = m / (1 - std::pow(double{rule.beta1}, double(t)));
        const double v_hat = v / (1 - std::pow(double{rule.beta2}, double(t)));
        p -= rule.learning_rate * (m_hat / (std::sqrt(v_hat) + rule.epsilon) + decay * p);
    }
    return p;
}

TEST(Adamw, EqualsThePaperAndDecaysOnlyWhereAsked) {
    const AdamwRule rule{.learning_rate = 0.01F, .weight_decay = 0.5F};
    constexpr std::int64_t count = 19;
    const std::vector<std::vector<float>> gradients{random_values(count, 1), random_values(count, 2),
                                                    random_values(count, 3)};
    for (const bool decayed : {false, true}) {
        const auto start = random_values(count, 4);
        auto p = start;
        std::vector<float> m(count), v(count);
        for (std::size_t t = 0; t < gradients.size(); ++t) {
            adamw_update(adamw_step(rule, static_cast<std::int64_t>(t + 1)), decayed, count,
                         gradients[t].data(), p.data(), m.data(), v.data());
        }
        for (std::size_t i = 0; i < count; ++i) {
            const std::vector<double> own{gradients[0][i], gradients[1][i], gradients[2][i]};
            EXPECT_NEAR(p[i], plain_adamw(start[i], own, rule, decayed ? 0.5 : 0), 1e-6)
                << i << " " << decayed;
        }
    }
}

TEST(Adamw, LeavesABf16CopyThatIsTheNewParameterRounded) {
    constexpr std::int64_t count = 37;
    const auto gradient = random_values(count, 1), start = random_values(count, 4);
    auto p = start, wanted = start;
    std::vector<float> m(count), v(count), m2(count), v2(count);
    std::vector<bf16> copy(count);
    const AdamwStep step = adamw_step({.learning_rate = 0.01F}, 1);
    adamw_update(step, true, count, gradient.data(), p.data(), m.data(), v.data(), copy.data());
    adamw_update(step, true, count, gradient.data(), wanted.data(), m2.data(), v2.data());
    EXPECT_EQ(p, wanted);
    EXPECT_EQ(m, m2);
    EXPECT_EQ(v, v2);
    EXPECT_EQ(widened(copy), widened(narrowed<bf16>(p)));
}

}  // namespace
}  // namespace accelbench::bench::train
