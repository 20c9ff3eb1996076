"""Two readers: κ and AC1 counted by hand, and what they say where there is nothing to tell."""

import pytest

from analysis.agreement import agreement

YES_NO = ("yes", "no")


def test_kappa_and_ac1_of_ten_pairs_counted_by_hand() -> None:
    first = ["yes"] * 7 + ["no"] * 3
    second = ["yes"] * 6 + ["no"] + ["no"] * 2 + ["yes"]
    found = agreement(first, second, YES_NO)
    # Equal 8 of 10. By chance 0.7·0.7 + 0.3·0.3 = 0.58 for κ, 2·0.7·0.3 = 0.42 for AC1.
    assert (found.pairs, found.share) == (10, 0.8)
    assert found.kappa == pytest.approx((0.8 - 0.58) / 0.42)
    assert found.ac1 == pytest.approx((0.8 - 0.42) / 0.58)


def test_one_category_only_leaves_kappa_undefined_and_ac1_whole() -> None:
    found = agreement(["yes"] * 3, ["yes"] * 3, YES_NO)
    assert (found.share, found.kappa, found.ac1) == (1.0, None, 1.0)


def test_one_who_always_says_the_same_and_one_who_does_not_agree_no_better_than_chance() -> None:
    assert agreement(["yes"] * 4, ["yes", "yes", "no", "no"], YES_NO).kappa == 0.0


def test_no_pairs_tell_nothing() -> None:
    found = agreement([], [], YES_NO)
    assert (found.pairs, found.share, found.kappa, found.ac1) == (0, None, None, None)
    assert found.is_few and not found.is_good


def test_categories_that_nobody_chose_belong_to_ac1_too() -> None:
    first, second = ["a", "a", "b", "b"], ["a", "b", "b", "b"]
    two, three = agreement(first, second, ("a", "b")), agreement(first, second, ("a", "b", "c"))
    # 3/8 and 5/8: chance 2·3/8·5/8 of two categories, half of that of three.
    assert two.ac1 == pytest.approx((0.75 - 15 / 32) / (1 - 15 / 32))
    assert three.ac1 == pytest.approx((0.75 - 15 / 64) / (1 - 15 / 64))


def test_a_high_share_is_good_though_kappa_is_low() -> None:
    first, second = ["yes"] * 98 + ["no", "yes"], ["yes"] * 98 + ["yes", "no"]
    found = agreement(first, second, YES_NO)
    assert found.kappa is not None and found.kappa < 0.1
    assert found.is_good and not found.is_few
    worse = agreement(["yes"] * 90 + ["no"] * 10, ["yes"] * 94 + ["no"] * 4 + ["yes"] * 2, YES_NO)
    assert not worse.is_good
